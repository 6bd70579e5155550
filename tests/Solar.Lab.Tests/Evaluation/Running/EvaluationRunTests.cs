using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading;
using Solar.Lab.Evaluation.Profiles;
using Solar.Lab.Evaluation.Requests;
using Solar.Lab.Evaluation.Results;
using Solar.Lab.Evaluation.Running;
using Solar.Lab.Evaluation.Tasks;
using Solar.Lab.Tests.Evaluation.Tasks;
using Xunit;

namespace Solar.Lab.Tests.Evaluation.Running;

/// <summary>A run over tasks of a program's own, answered by a formula.</summary>
public sealed class EvaluationRunTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("solar-eval-").FullName;

    public EvaluationRunTests()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "boolq"));
        File.WriteAllLines(Path.Combine(_folder, "boolq", "train.jsonl"), Enumerable.Range(0, 4).Select(i => Row(i, i % 2)));
        File.WriteAllLines(Path.Combine(_folder, "boolq", "validation.jsonl"), Enumerable.Range(10, 6).Select(i => Row(i, i % 2)));
        File.WriteAllLines(Path.Combine(_folder, "sums_test.jsonl"), ["{\"sum\": \"1 + 1\", \"result\": \"2\"}", "{\"sum\": \"1 + 2\", \"result\": \"3\"}"]);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Figures_AreThoseOfTheAnswers()
    {
        EvaluationFigures figures = Run().Measure(new YesSayer());

        Assert.Equal(["boolq", "sums"], figures.Tasks.Select(task => task.Name));
        Assert.Equal(0.5, figures.Tasks[0].Primary.Value);
        Assert.Equal(1.0, figures.Tasks[1].Primary.Value);
        Assert.Equal(0.75, figures.Mean!.Value);
        Assert.False(figures.Mean.IsH6);
        Assert.Equal((6, 12), (figures.Costs["boolq"].Documents, figures.Costs["boolq"].Requests));
    }

    [Fact]
    public void Mean_HasABootstrappedError_TheSameEachTime()
    {
        double? first = Run().Measure(new YesSayer()).Mean!.StandardError, second = Run().Measure(new YesSayer()).Mean!.StandardError;

        Assert.InRange(first!.Value, 0.05, 0.2);
        Assert.Equal(first, second);
    }

    [Fact]
    public void Log_SaysWhatWasSaidAboutEachDocument()
    {
        Run(Path.Combine(_folder, "samples")).Measure(new YesSayer());

        JsonElement[] lines = [.. File.ReadLines(Path.Combine(_folder, "samples", "boolq.jsonl")).Select(line => JsonDocument.Parse(line).RootElement)];
        Assert.Equal(Enumerable.Range(0, 6), lines.Select(line => line.GetProperty("pos").GetInt32()));
        Assert.Equal([" no", " yes"], lines[0].GetProperty("answers").EnumerateArray().Select(answer => answer.GetProperty("continuation").GetString()));
        Assert.Equal(lines.Count(line => line.GetProperty("gold").GetString() == "1"), lines.Sum(line => line.GetProperty("metrics").GetProperty("acc").GetDouble()));
        Assert.Equal([" 2", " 3"], File.ReadLines(Path.Combine(_folder, "samples", "sums.jsonl"))
            .Select(line => JsonDocument.Parse(line).RootElement.GetProperty("answers")[0].GetProperty("response").GetString()).Order());
    }

    [Fact]
    public void Progress_NamesEachTask()
    {
        var heard = new List<EvaluationProgress>();

        Run().Measure(new YesSayer(), new Heard(heard));

        Assert.Equal([("boolq", 0, 2), ("sums", 1, 2)], heard.Select(one => (one.Task, one.Index, one.Count)).Distinct());
    }

    [Fact]
    public void Cancelled_StopsBetweenTasks()
    {
        using var stop = new CancellationTokenSource();
        stop.Cancel();

        Assert.Throws<OperationCanceledException>(() => Run().Measure(new YesSayer(), null, stop.Token));
    }

    private EvaluationRun Run(string? samples = null) =>
        new([new BoolQ(), new Sums()], new TaskSetup { DataDirectory = _folder, Profile = EvaluationProfile.LeaderboardV1 }) { SamplesDirectory = samples };

    private static string Row(int i, int label) => JsonSerializer.Serialize(new { passage = $"Number {i}.", question = "is it odd", label });

    /// <summary>Holds every yes for likely, and can add.</summary>
    private sealed class YesSayer : IRequestAnswerer
    {
        public IReadOnlyList<EvaluationAnswer> Answer(IReadOnlyList<EvaluationRequest> requests, IProgress<AnswerProgress>? progress = null, CancellationToken cancellationToken = default)
        {
            progress?.Report(new AnswerProgress(requests.Count, requests.Count, 0, 1));
            return [.. requests.Select(Of)];
        }

        private static EvaluationAnswer Of(EvaluationRequest request) => request switch
        {
            LogLikelihoodRequest { Continuation: " yes" } => new LogLikelihoodAnswer(-1, true),
            LogLikelihoodRequest => new LogLikelihoodAnswer(-2, false),
            GenerationRequest { Context: "1 + 1 =" } => new GenerationAnswer(" 2"),
            _ => new GenerationAnswer(" 3"),
        };
    }

    private sealed class Heard(List<EvaluationProgress> heard) : IProgress<EvaluationProgress>
    {
        public void Report(EvaluationProgress value) => heard.Add(value);
    }
}
