using System;
using System.Collections.Generic;
using System.Linq;
using Solar.Lab.Evaluation.Metrics;
using Solar.Lab.Evaluation.Profiles;
using Solar.Lab.Evaluation.Tasks;
using Xunit;

namespace Solar.Lab.Tests.Evaluation.Metrics;

/// <summary>Metrics at their edges, and the bootstrap.</summary>
public sealed class MetricTests
{
    [Theory]
    [InlineData(new[] { 1.0, 2, 2 }, 1)]
    [InlineData(new[] { double.NegativeInfinity, double.NegativeInfinity }, 0)]
    [InlineData(new[] { 3, double.NaN, 4, double.NaN }, 1)]
    public void ArgMax_IsNumpys(double[] values, int expected) => Assert.Equal(expected, ChoiceMetrics.ArgMax(values));

    [Fact]
    public void TrueShare_HasNoUnderflow() => Assert.Equal(Math.Exp(-1) / (1 + Math.Exp(-1)), ChoiceMetrics.TrueShare([-5001, -5000], [true, false]), 1e-15);

    [Fact]
    public void OneDocument_HasNoStandardError() => Assert.Null(MetricResult.Mean("acc", [1.0]).StandardError);

    [Fact]
    public void Bootstrap_AgreesWithTheFormula_AndIsTheSameEachTime()
    {
        (EvaluationTask, IReadOnlyList<ScoredTask>)[] tasks = [(new Winogrande(), [Scored("winogrande", 300, 0.7)]), (new Gsm8k(), [Scored("gsm8k", 200, 0.2)])];
        double expected = Math.Sqrt((0.21 / 299) + (0.16 / 199)) / 2;
        double error = Bootstrap.StandardError(tasks, EvaluationProfile.LeaderboardV1);

        Assert.InRange(error, expected * 0.93, expected * 1.07);
        Assert.Equal(error, Bootstrap.StandardError(tasks, EvaluationProfile.LeaderboardV1));
        Assert.NotEqual(error, Bootstrap.StandardError(tasks, EvaluationProfile.LeaderboardV1, seed: 43));
    }

    [Theory]
    [InlineData("leaderboard-v1", 0.5, 0.5)]
    [InlineData("current", 0.1, 0.9)]
    public void SubjectsOfMmlu_WeighAsTheProfileSays(string profile, double first, double second)
    {
        IReadOnlyList<ScoredTask> parts = [Scored("anatomy", 10, 0.2), Scored("virology", 90, 0.2)];
        EvaluationProfile own = EvaluationProfile.Find(profile)!;
        TaskResult result = new Mmlu().Summarize([.. parts.Select(part => part with { Task = part.Task with { Group = part.Task.Name } })], own);

        Assert.Equal([first, second], new Mmlu().PartWeights(parts, own));
        Assert.Equal(0.2, result.Primary.Value, 1e-12);
        Assert.Equal(100, result.Documents);
    }

    private static ScoredTask Scored(string name, int count, double share)
    {
        var metrics = Enumerable.Range(0, count).Select(i => new Dictionary<string, double> { ["acc"] = i < Math.Round(count * share) ? 1 : 0 });
        return new ScoredTask(
            new PreparedTask
            {
                Name = name,
                FewShots = 5,
                Available = count,
                Documents = [.. Enumerable.Range(0, count).Select(i => new PreparedDocument
                {
                    Position = i,
                    Index = i,
                    FewShots = [],
                    Text = "",
                    Gold = "",
                    Requests = [],
                    Score = _ => new Dictionary<string, double>(),
                })],
            },
            [.. metrics]);
    }
}
