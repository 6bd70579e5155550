using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Solar.Lab.Evaluation.Data;
using Solar.Lab.Evaluation.Metrics;
using Solar.Lab.Evaluation.Profiles;
using Solar.Lab.Evaluation.Requests;
using Solar.Lab.Evaluation.Tasks;
using Solar.Testing;
using Xunit;

namespace Solar.Lab.Tests.Evaluation.Tasks;

/// <summary>Sums, as a program of one's own declares a task whose answers a model writes.</summary>
public sealed class Sums : GenerationTask
{
    public override string Name => "sums";

    public override TaskDataset Dataset { get; } = new("local/sums", "test");

    protected override GenerationItem Read(DataRecord record, EvaluationProfile profile) => new()
    {
        Query = record.Text("sum") + " =",
        Answer = record.Text("result"),
        Until = ["\n"],
        MaxNewTokens = 8,
        Judge = written => new Dictionary<string, double> { ["exact_match"] = written.Trim() == record.Text("result") ? 1 : 0 },
    };
}

/// <summary>Tasks of a program's own.</summary>
public sealed class OwnTaskTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("solar-own-task-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void OwnChoices_AreAskedAndScored()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "boolq"));
        File.WriteAllText(Path.Combine(_folder, "boolq", "train.csv"), "passage,question,label\nWater is wet.,is water wet,1\n\"Fire, it is said, is cold.\",is fire hot,0\n");
        File.WriteAllLines(Path.Combine(_folder, "boolq", "validation.jsonl"), ["{\"passage\": \"Snow is white.\", \"question\": \"is snow black\", \"label\": 0}"]);
        var task = new BoolQ();

        PreparedTask prepared = Assert.Single(task.Prepare(Setup(EvaluationProfile.Current)));
        PreparedDocument document = Assert.Single(prepared.Documents);

        Assert.Equal("boolq", prepared.Name);
        Assert.Empty(prepared.Departures);
        Assert.Equal([0, 1], document.FewShots.Order());
        string first = "Water is wet.\nQuestion: is water wet?\nAnswer: yes\n\n", second = "Fire, it is said, is cold.\nQuestion: is fire hot?\nAnswer: no\n\n";
        string before = document.FewShots[0] == 0 ? first + second : second + first;
        Assert.Equal(
            [
                new LogLikelihoodRequest(before + "Snow is white.\nQuestion: is snow black?\nAnswer:", " no"),
                new LogLikelihoodRequest(before + "Snow is white.\nQuestion: is snow black?\nAnswer:", " yes"),
            ],
            document.Requests);
        TaskResult result = task.Summarize([ScoredTask.Score(prepared, [new LogLikelihoodAnswer(-1, true), new LogLikelihoodAnswer(-2, false)])], EvaluationProfile.Current);
        Assert.Equal(1, result.Primary.Value);
        Assert.Null(result.Primary.StandardError);
    }

    [Fact]
    public void OwnAnswers_AreAskedAndScored()
    {
        File.WriteAllText(Path.Combine(_folder, "sums_test.json"), "[{\"sum\": \"1 + 1\", \"result\": \"2\"}, {\"sum\": \"2 + 2\", \"result\": \"4\"}]");
        var task = new Sums();

        PreparedTask prepared = Assert.Single(task.Prepare(Setup(EvaluationProfile.Current)));
        var request = Assert.IsType<GenerationRequest>(prepared.Documents[0].Requests[0]);
        Assert.Equal(("1 + 1 =", 8), (request.Context, request.MaxNewTokens));

        TaskResult result = task.Summarize([ScoredTask.Score(prepared, [new GenerationAnswer(" 2"), new GenerationAnswer(" 5")])], EvaluationProfile.Current);
        Assert.Equal((0.5, 0.5, 2), (result.Primary.Value, result.Primary.StandardError, result.Primary.Documents));
    }

    [Fact]
    public void PageOfEvaluation_HasThisTask()
    {
        string source = File.ReadAllText(Repository.Path("tests/Solar.Lab.Tests/Evaluation/Tasks/BoolQ.cs"));
        string declaration = source[source.IndexOf("public sealed class", StringComparison.Ordinal)..];

        Assert.InRange(declaration.Split('\n').Length, 10, 40);
        Assert.Contains(declaration, File.ReadAllText(Repository.Path("docs/evaluation.md")), StringComparison.Ordinal);
    }

    private TaskSetup Setup(EvaluationProfile profile) => new() { DataDirectory = _folder, Profile = profile };
}
