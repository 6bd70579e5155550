using System;
using System.IO;
using System.Linq;
using Solar.Lab.Evaluation.Data;
using Solar.Lab.Evaluation.Metrics;
using Solar.Lab.Evaluation.Profiles;
using Solar.Lab.Evaluation.Requests;
using Solar.Lab.Evaluation.Tasks;
using Xunit;

namespace Solar.Lab.Tests.Evaluation.Tasks;

/// <summary>Perplexity of texts, by a model whose answers are known.</summary>
public sealed class PerplexityTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("solar-perplexity-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void TextFile_IsOneDocument_WithItsThreePerplexities()
    {
        File.WriteAllText(Path.Combine(_folder, "wiki.txt"), "one two thré\nfour");
        TaskResult result = Run(new Perplexity("wiki.txt"), new RollingAnswer(-24, 8));

        Assert.Equal("perplexity_wiki", result.Name);
        Assert.Equal(1, result.Documents);
        Assert.False(result.IsShare);
        Assert.Equal("word_perplexity", result.Primary.Name);
        Assert.Equal(
            [("word_perplexity", Math.Exp(6)), ("byte_perplexity", Math.Exp(24.0 / 18)), ("bits_per_byte", 24.0 / 18 / Math.Log(2)), ("token_perplexity", Math.Exp(3))],
            result.Metrics.Select(metric => (metric.Name, metric.Value)));
    }

    [Fact]
    public void EachRow_IsADocument_AndThePerplexityIsOfAll()
    {
        File.WriteAllLines(Path.Combine(_folder, "pages.jsonl"), ["{\"page\": \"a b\"}", "{\"page\": \"c d e f\"}"]);
        TaskResult result = Run(new Perplexity("pages.jsonl"), new RollingAnswer(-2, 2), new RollingAnswer(-10, 4));

        Assert.Equal(2, result.Documents);
        Assert.Equal(Math.Exp(2), result.Primary.Value, 1e-12);
    }

    [Fact]
    public void MissingFile_IsSaid() =>
        Assert.Contains("there is no file", Assert.Throws<TaskDataException>(() => new Perplexity("none.txt").Prepare(Setup())).Message, StringComparison.Ordinal);

    private TaskResult Run(Perplexity task, params EvaluationAnswer[] answers)
    {
        PreparedTask prepared = Assert.Single(task.Prepare(Setup()));
        Assert.All(ScoredTask.Requests(prepared), request => Assert.IsType<RollingRequest>(request));
        return task.Summarize([ScoredTask.Score(prepared, answers)], EvaluationProfile.Current);
    }

    private TaskSetup Setup() => new() { DataDirectory = _folder, Profile = EvaluationProfile.Current };
}
