using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Solar.Lab.Evaluation.Metrics;
using Solar.Lab.Evaluation.Profiles;
using Solar.Lab.Evaluation.Results;
using Solar.Lab.Tests.Evaluation.Metrics;
using Solar.Testing;
using Xunit;

namespace Solar.Lab.Tests.Evaluation.Results;

/// <summary>Results of several checkpoints side by side.</summary>
public sealed class ComparisonTests : IDisposable
{
    private static readonly string[] Tasks = ["arc_challenge", "hellaswag", "mmlu", "truthfulqa_mc", "winogrande", "gsm8k"];

    private readonly string _folder = Directory.CreateTempSubdirectory("solar-scores-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void PapersTable2_InThePapersLayout() =>
        TextSnapshot.Match("Table2", ComparisonMarkdown.Write(Comparison.Of(Table2(), parent: "Mistral 7B"), withErrors: false));

    [Fact]
    public void Page_SaysHowTheFiguresCameAbout() => TextSnapshot.Match("Page", EvaluationReport.Markdown(Comparison.Of(Table2()), Table2()));

    [Fact]
    public void BestOfEachColumn_IsMarked_AndOfPerplexitiesTheLeast()
    {
        EvaluationResult[] results = [Result("A", [0.4, 0.7], perplexity: 12), Result("B", [0.5, 0.6], perplexity: 9)];

        Comparison comparison = Comparison.Of(results);

        Assert.Equal(["mean", "arc_challenge", "hellaswag", "perplexity_text"], comparison.Columns);
        Assert.Equal([true, false, true, false], comparison.Models[0].Scores.Select(score => score!.IsBest));       // means are equal: both are the best
        Assert.Equal([true, true, false, true], comparison.Models[1].Scores.Select(score => score!.IsBest));
    }

    [Fact]
    public void OneResult_MarksNothing() => Assert.DoesNotContain(true, Comparison.Of([Result("A", [0.4])]).Models[0].Scores.Select(score => score!.IsBest));

    [Fact]
    public void Parent_GivesChanges_AndHasNoneItself()
    {
        Comparison comparison = Comparison.Of([Result("Base", [0.4]), Result("Grown", [0.55])], "Base");

        Assert.All(comparison.Models[0].Scores, score => Assert.Null(score!.Change));
        Assert.Equal(15, comparison.Models[1].Scores[1]!.PrintedChange!.Value, 9);
    }

    [Fact]
    public void TaskThatOneHasNot_IsADash()
    {
        Comparison comparison = Comparison.Of([Result("A", [0.4]), Result("B", [0.5, 0.6])]);

        Assert.Null(comparison.Models[0].Scores[2]);
        Assert.Contains("| A | 7.2B | 40.00 | 40.00 | – |\n", ComparisonMarkdown.Write(comparison, withErrors: false), StringComparison.Ordinal);
    }

    [Fact]
    public void TwoProfiles_CannotStandSideBySide()
    {
        EvaluationResult current = Result("B", [0.5]);
        current = current with { Manifest = current.Manifest with { Profile = "current" } };

        ArgumentException fault = Assert.Throws<ArgumentException>(() => Comparison.Of([Result("A", [0.4]), current]));

        Assert.Contains("leaderboard-v1 and current", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ScoreFarBelowItsColumn_IsDoubted()
    {
        EvaluationResult[] results = [.. new[] { 0.80, 0.82, 0.81, 0.83, 0.0208 }.Select((score, i) => Result($"Model {i}", [0.6, score]))];

        ScoreDoubt doubt = Assert.Single(Comparison.Of(results).Doubts());

        Assert.Equal(("Model 4", "hellaswag", 2.08), (doubt.Model, doubt.Column, Math.Round(doubt.Found, 2)));
        Assert.Contains(doubt.Message, EvaluationReport.Markdown(Comparison.Of(results), results), StringComparison.Ordinal);
    }

    [Fact]
    public void UnknownParent_IsRefused() => Assert.Throws<ArgumentException>(() => Comparison.Of([Result("A", [0.4])], "B"));

    [Fact]
    public void WrittenResults_AreReadAgain()
    {
        EvaluationResult result = Result("A", [0.4, 0.7], perplexity: 12);
        result.Write(_folder);

        Assert.Equal(File.ReadAllText(Path.Combine(_folder, "results.json")), Again());

        string Again()
        {
            string second = Path.Combine(_folder, "second");
            EvaluationResult.Read(_folder).Write(second);
            return File.ReadAllText(Path.Combine(second, "results.json"));
        }
    }

    [Theory]
    [InlineData("{")]
    [InlineData("{}")]
    [InlineData("[1, 2]")]
    [InlineData("{\"format_version\": 99}")]
    public void FileThatHoldsNoResults_IsNamed(string text)
    {
        string file = Path.Combine(_folder, "results.json");
        File.WriteAllText(file, text);

        InvalidDataException fault = Assert.Throws<InvalidDataException>(() => EvaluationResult.Read(_folder));

        Assert.Contains(file, fault.Message, StringComparison.Ordinal);
    }

    // The rows of the paper's second table that give all six scores.
    private static EvaluationResult[] Table2() =>
        [.. PaperTables.Table2.Where(row => row.Scores.All(score => score is not null)).Select(row => Result(row.Model, [.. row.Scores.Select(score => score!.Value / 100)], error: 0.01))];

    private static EvaluationResult Result(string model, double[] scores, double? perplexity = null, double? error = null)
    {
        IEnumerable<TaskResult> tasks = scores.Select((score, i) => Task(Tasks[i], score, error));
        TaskResult[] all = [.. tasks, .. perplexity is { } value ? [Task("perplexity_text", value, null) with { IsShare = false }] : Array.Empty<TaskResult>()];
        return new EvaluationResult
        {
            Model = model,
            Figures = new EvaluationFigures { Tasks = all, Mean = H6.Mean(all, EvaluationProfile.LeaderboardV1) },
            Manifest = new EvaluationManifest
            {
                Solar = "1.0.0",
                Profile = EvaluationProfile.LeaderboardV1.Name,
                Reference = EvaluationProfile.LeaderboardV1.Reference,
                ModelHash = "0123456789abcdef",
                Parameters = model.Contains("10.7B", StringComparison.Ordinal) ? 10_731_524_096 : 7_241_732_096,
                Data = "h6",
                Dtype = "bfloat16",
                MaxLength = 4096,
                TruncatedRequests = 12,
                TruncatedTokens = 3456,
            },
        };
    }

    private static TaskResult Task(string name, double value, double? error) => new()
    {
        Name = name,
        Profile = EvaluationProfile.LeaderboardV1.Name,
        FewShots = H6.Tasks(EvaluationProfile.LeaderboardV1).FirstOrDefault(task => task.Name == name)?.FewShots ?? 0,
        Documents = 100,
        Available = 1000,
        PrimaryMetric = "acc",
        Metrics = [new MetricResult("acc", value, error, 100)],
    };
}
