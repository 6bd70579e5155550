using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using Solar.Lab.Evaluation.Metrics;
using Solar.Lab.Evaluation.Requests;
using Solar.Lab.Evaluation.Tasks;
using Xunit;

namespace Solar.Lab.Tests.Evaluation.Recorded;

/// <summary>Hand-made inputs that went through the harness's own functions: all of edge.json.</summary>
public sealed class EdgeTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("solar-edge-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [SkippableTheory]
    [InlineData("leaderboard-v1", "hellaswag", typeof(HellaSwag), "hellaswag_validation.jsonl", 8)]
    [InlineData("current", "hellaswag", typeof(HellaSwag), "hellaswag_validation.jsonl", 8)]
    [InlineData("leaderboard-v1", "arc", typeof(ArcChallenge), "arc_challenge_test.jsonl", 5)]
    [InlineData("current", "arc", typeof(ArcChallenge), "arc_challenge_test.jsonl", 5)]
    public void EveryDocument_ReadsAsTheHarnessReadsIt(string profile, string key, Type type, string file, int count)
    {
        JsonElement[] recorded = Edges(profile, key);
        File.WriteAllLines(Path.Combine(_folder, file), recorded.Select(edge => JsonSerializer.Serialize(edge.GetProperty("raw"))));

        PreparedTask prepared = Assert.Single(((EvaluationTask)Activator.CreateInstance(type)!).Prepare(
            new TaskSetup { DataDirectory = _folder, Profile = RecordedRun.Profile(profile) }));

        Assert.Equal(count, prepared.Documents.Count);
        Assert.All(prepared.Documents, document =>
        {
            JsonElement edge = recorded[document.Index];
            LogLikelihoodRequest[] requests = [.. document.Requests.Cast<LogLikelihoodRequest>()];
            Assert.All(requests, request => Assert.Equal(edge.GetProperty("query").GetString(), request.Context));
            Assert.Equal(edge.GetProperty("choices").EnumerateArray().Select(choice => " " + choice.GetString()), requests.Select(request => request.Continuation));
            Assert.Equal(edge.GetProperty("gold").GetRawText(), document.Gold);
        });
    }

    [SkippableFact]
    public void EveryResultOfLeaderboardV1_IsExtractedAndComparedAsTheHarnessDoes()
    {
        JsonElement[] recorded = Edges("leaderboard-v1", "gsm8k");

        Assert.Equal(30, recorded.Length);
        Assert.All(recorded, edge =>
        {
            string written = edge.GetProperty("completion").GetString()!;
            Assert.Equal(edge.GetProperty("extracted").GetString(), Gsm8kAnswers.FirstMarked(written));
            Assert.All(edge.GetProperty("acc").EnumerateObject(), gold => Assert.Equal(gold.Value.GetBoolean(), Gsm8kAnswers.IsFirstMarked(written, gold.Name)));
        });
    }

    [SkippableFact]
    public void EveryResultOfToday_IsExtractedAndComparedAsTheHarnessDoes()
    {
        JsonElement[] recorded = Edges("current", "gsm8k");

        Assert.Equal(30, recorded.Length);
        Assert.All(recorded, edge =>
        {
            string written = edge.GetProperty("completion").GetString()!;
            (string Filter, string Result)[] results = [("strict-match", Gsm8kAnswers.Strict(written)), ("flexible-extract", Gsm8kAnswers.Flexible(written))];
            foreach ((string filter, string result) in results)
            {
                Assert.Equal(edge.GetProperty("extracted").GetProperty(filter).GetString(), result);
                Assert.All(edge.GetProperty("exact_match").EnumerateObject(), gold =>
                    Assert.Equal(gold.Value.GetProperty(filter).GetDouble() == 1, Gsm8kAnswers.IsMatch(result, gold.Name)));
            }
        });
    }

    [SkippableTheory]
    [InlineData("leaderboard-v1")]
    [InlineData("current")]
    public void TruthfulAnswers_AreWorthWhatTheHarnessSays(string profile)
    {
        JsonElement[] recorded = Edges(profile, "truthfulqa");
        PreparedTask prepared = Assert.Single(new TruthfulQa().Prepare(RecordedRun.Setup(RecordedRun.Profile(profile))));

        Assert.Equal(9, recorded.Length);
        Assert.All(recorded, edge =>
        {
            PreparedDocument document = prepared.Documents.Single(document => document.Index == edge.GetProperty("doc").GetInt32());
            IEnumerable<double> likelihoods = Numbers(edge, "lls_mc1").Concat(Numbers(edge, "lls_mc2"));
            IReadOnlyDictionary<string, double> metrics = document.Score([.. likelihoods.Select(value => new LogLikelihoodAnswer(value, false))]);
            Assert.Equal(edge.GetProperty("mc1").GetDouble(), metrics["mc1"]);
            Assert.Equal(edge.GetProperty("mc2").GetDouble(), metrics["mc2"], 1e-14);
        });
    }

    [SkippableTheory]
    [InlineData("leaderboard-v1")]
    [InlineData("current")]
    public void Choices_AreWorthWhatTheHarnessSays(string profile)
    {
        JsonElement[] recorded = Edges(profile, "multiple_choice");

        Assert.Equal(7, recorded.Length);
        Assert.All(recorded, edge =>
        {
            var item = new ChoiceItem
            {
                Query = "",
                Choices = [.. edge.GetProperty("choices").EnumerateArray().Select(choice => choice.GetString()!)],
                Right = edge.GetProperty("gold").GetInt32(),
            };
            IReadOnlyDictionary<string, double> metrics = item.Score([.. Numbers(edge, "lls").Select(value => new LogLikelihoodAnswer(value, false))]);
            Assert.Equal(edge.GetProperty("acc").GetDouble(), metrics["acc"]);
            Assert.Equal(edge.GetProperty("acc_norm").GetDouble(), metrics["acc_norm"]);
        });
    }

    private static JsonElement[] Edges(string profile, string key) => [.. RecordedRun.Json(profile, "edge").GetProperty(key).EnumerateArray()];

    private static IEnumerable<double> Numbers(JsonElement edge, string key) => edge.GetProperty(key).EnumerateArray().Select(value => value.GetDouble());
}
