using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using Solar.Lab.Evaluation.Metrics;
using Solar.Lab.Evaluation.Profiles;
using Solar.Lab.Evaluation.Requests;
using Solar.Lab.Evaluation.Tasks;
using Xunit;

namespace Solar.Lab.Tests.Evaluation.Recorded;

/// <summary>Every request that was recorded from the harness, to the byte, and what it made of the answers.</summary>
public sealed class RecordedRequestsTests
{
    private const int Limit = 40;

    [SkippableTheory]
    [InlineData("leaderboard-v1", "arc_challenge", typeof(ArcChallenge))]
    [InlineData("leaderboard-v1", "hellaswag", typeof(HellaSwag))]
    [InlineData("leaderboard-v1", "winogrande", typeof(Winogrande))]
    [InlineData("leaderboard-v1", "gsm8k", typeof(Gsm8k))]
    [InlineData("leaderboard-v1", "truthfulqa_mc", typeof(TruthfulQa))]
    [InlineData("current", "arc_challenge", typeof(ArcChallenge))]
    [InlineData("current", "hellaswag", typeof(HellaSwag))]
    [InlineData("current", "hellaswag_openllm", typeof(HellaSwagOpenLlm))]
    [InlineData("current", "winogrande", typeof(Winogrande))]
    [InlineData("current", "winogrande_openllm", typeof(WinograndeOpenLlm))]
    [InlineData("current", "gsm8k", typeof(Gsm8k))]
    public void EveryRequest_IsTheHarnesses(string profile, string file, Type task)
    {
        TaskSetup setup = RecordedRun.Setup(RecordedRun.Profile(profile), Limit);
        PreparedTask prepared = Assert.Single(((EvaluationTask)Activator.CreateInstance(task)!).Prepare(setup));

        Compare(prepared, RecordedRun.Lines(profile, file), RecordedRun.Lines(profile, file + ".results"), Limit);
    }

    [SkippableTheory]
    [InlineData("leaderboard-v1", "hendrycksTest-")]
    [InlineData("current", "mmlu_")]
    public void EveryRequestOfMmlu_IsTheHarnesses(string profile, string prefix)
    {
        const int limit = 15;
        IReadOnlyList<PreparedTask> prepared = new Mmlu().Prepare(RecordedRun.Setup(RecordedRun.Profile(profile), limit));
        IReadOnlyList<JsonElement> lines = RecordedRun.Lines(profile, "mmlu"), results = RecordedRun.Lines(profile, "mmlu.results");

        Assert.Equal(57, prepared.Count);
        foreach (string subject in (string[])["abstract_algebra", "high_school_us_history", "moral_scenarios"])
        {
            PreparedTask part = prepared.Single(part => part.Group == subject);
            Assert.Equal(prefix + subject, part.Name);
            Compare(part, [.. lines.Where(line => Of(line, part.Name))], [.. results.Where(line => Of(line, part.Name))], limit);
        }
    }

    // The harness of today has two tasks of it, of which each asks a part of what ours asks.
    [SkippableTheory]
    [InlineData("truthfulqa_mc1", "mc1")]
    [InlineData("truthfulqa_mc2", "mc2")]
    public void EveryRequestOfTodaysTruthfulQa_IsTheHarnesses(string file, string metric)
    {
        PreparedTask prepared = Assert.Single(new TruthfulQa().Prepare(RecordedRun.Setup(EvaluationProfile.Current, Limit)));
        Compare(prepared, RecordedRun.Lines("current", file), RecordedRun.Lines("current", file + ".results"), Limit, metric);
    }

    [SkippableTheory]
    [InlineData(typeof(ArcChallenge), 1, "A group of engineers wanted to know how", "building materials will be cheaper")]
    [InlineData(typeof(Mmlu), 0, "Find the degree for the given field extension", "0\n4\n2\n6")]
    [InlineData(typeof(TruthfulQa), 0, "What is the smallest country in the world", "is the United States.")]
    [InlineData(typeof(Winogrande), 0, "Sarah was a much better surgeon than Maria so Maria", " always got the easier cases.")]
    [InlineData(typeof(Gsm8k), 0, "Janet’s ducks lay 16 eggs per day.", "#### 18")]
    public void OwnText_IsQuestionAndChoicesOrAnswer_WithoutThePrompt(Type task, int index, string start, string end)
    {
        string text = ((EvaluationTask)Activator.CreateInstance(task)!).Prepare(RecordedRun.Setup(EvaluationProfile.Current, index + 1))[0].Documents[index].Text;

        Assert.StartsWith(start, text, StringComparison.Ordinal);
        Assert.EndsWith(end, text, StringComparison.Ordinal);
        Assert.DoesNotContain("\n\n", text, StringComparison.Ordinal);
    }

    private static void Compare(
        PreparedTask prepared, IReadOnlyList<JsonElement> lines, IReadOnlyList<JsonElement> results, int limit, string? metric = null)
    {
        DummyModel model = RecordedRun.Model();
        IReadOnlyList<JsonElement>[] recorded = [.. lines.GroupBy(line => line.GetProperty("pos").GetInt32()).OrderBy(group => group.Key).Select(group => group.ToArray())];

        Assert.Equal(limit, recorded.Length);
        Assert.Equal(limit, prepared.Documents.Count);
        ScoredTask scored = ScoredTask.Score(prepared, model.Answer(ScoredTask.Requests(prepared)));
        for (int i = 0; i < limit; i++)
        {
            PreparedDocument document = prepared.Documents[i];
            IReadOnlyList<EvaluationRequest> requests = metric switch
            {
                "mc1" => [.. document.Requests.Take(recorded[i].Count)],
                "mc2" => [.. document.Requests.TakeLast(recorded[i].Count)],
                _ => document.Requests,
            };
            RecordedRun.SameRequests(recorded[i], document, requests);
            Assert.All(recorded[i].Zip(requests), pair => SameAnswer(pair.First, model.Answer(pair.Second), model));
            RecordedRun.SameResult(results[i], document, scored.Metrics[i], metric is null ? null : new Dictionary<string, string> { ["acc"] = metric });
        }
    }

    // That the model is the one of the recording: a test of the test.
    private static void SameAnswer(JsonElement recorded, EvaluationAnswer answer, DummyModel model)
    {
        if (answer is LogLikelihoodAnswer likelihood)
        {
            Assert.Equal(recorded.GetProperty("ll").GetDouble(), likelihood.LogLikelihood);
            Assert.Equal(recorded.GetProperty("greedy").GetBoolean(), likelihood.IsGreedy);
            return;
        }

        Assert.Equal(recorded.GetProperty("raw").GetString(), model.Written(recorded.GetProperty("context").GetString()!));
        Assert.Equal(recorded.GetProperty("response").GetString(), ((GenerationAnswer)answer).Text);
    }

    private static bool Of(JsonElement line, string task) => line.GetProperty("task").GetString() == task;
}
