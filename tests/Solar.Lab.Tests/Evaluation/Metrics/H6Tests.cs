using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using Solar.Lab.Evaluation.Metrics;
using Solar.Lab.Evaluation.Profiles;
using Solar.Lab.Evaluation.Tasks;
using Xunit;

namespace Solar.Lab.Tests.Evaluation.Metrics;

/// <summary>When a mean is H6, and what it is called where it is not.</summary>
public sealed class H6Tests
{
    private static readonly int[] Documents = [1172, 10042, 14042, 817, 1267, 1319];
    private static readonly double[] Scores = [0.7108, 0.8816, 0.6621, 0.7143, 0.8358, 0.6475];

    [Theory]
    [InlineData("leaderboard-v1", "hellaswag", "winogrande", "acc")]
    [InlineData("current", "hellaswag_openllm", "winogrande_openllm", "exact_match,strict-match")]
    public void SixWholeTasks_AreH6(string profile, string hellaswag, string winogrande, string gsm8k)
    {
        TaskResult[] results = Six(EvaluationProfile.Find(profile)!);
        MeanResult mean = H6.Mean(results, EvaluationProfile.Find(profile)!);

        Assert.Equal(["arc_challenge", hellaswag, "mmlu", "truthfulqa_mc", winogrande, "gsm8k"], results.Select(result => result.Name));
        Assert.Equal([25, 10, 5, 0, 5, 5], results.Select(result => result.FewShots));
        Assert.Equal(["acc_norm", "acc_norm", "acc", "mc2", "acc", gsm8k], results.Select(result => result.PrimaryMetric));
        Assert.True(mean.IsH6);
        Assert.Equal("H6", mean.Name);
        Assert.Equal(0.742016666, mean.Value, 1e-8);
        Assert.Equal(0.01 / Math.Sqrt(6), mean.StandardError!.Value, 1e-12);
    }

    [Fact]
    public void FiveTasks_AreTheMeanOfFive()
    {
        MeanResult mean = H6.Mean([.. Six(EvaluationProfile.Current).SkipLast(1)], EvaluationProfile.Current);

        Assert.False(mean.IsH6);
        Assert.Equal("mean of arc_challenge, hellaswag_openllm, mmlu, truthfulqa_mc, winogrande_openllm", mean.Name);
        Assert.Equal(["gsm8k was not measured"], mean.ReasonsAgainstH6);
    }

    [Theory]
    [InlineData("limit", "arc_challenge was measured on 40 documents of 1172")]
    [InlineData("shots", "arc_challenge was measured with 0 examples, not 25")]
    [InlineData("departure", "arc_challenge: Its examples are others.")]
    [InlineData("name", "arc_challenge was measured as arc_challenge_0shot")]
    public void AnyDeparture_IsNotH6(string what, string reason)
    {
        TaskResult[] results = Six(EvaluationProfile.LeaderboardV1);
        results[0] = what switch
        {
            "limit" => results[0] with { Documents = 40 },
            "shots" => results[0] with { FewShots = 0 },
            "departure" => results[0] with { Departures = ["Its examples are others."] },
            _ => results[0] with { Name = "arc_challenge_0shot" },
        };
        MeanResult mean = H6.Mean(results, EvaluationProfile.LeaderboardV1);

        Assert.False(mean.IsH6);
        Assert.StartsWith("mean of arc_challenge", mean.Name, StringComparison.Ordinal);
        Assert.Equal(reason, string.Join("; ", mean.ReasonsAgainstH6));
    }

    [Fact]
    public void PlainTasksOfTodaysHarness_AreNotThoseOfOpenLlm()
    {
        TaskResult[] results = Six(EvaluationProfile.Current);
        results[1] = results[1] with { Name = "hellaswag" };

        Assert.Equal(
            ["hellaswag_openllm was not measured", "hellaswag is none of the six, or is there twice"], H6.Mean(results, EvaluationProfile.Current).ReasonsAgainstH6);
    }

    [Fact]
    public void Perplexity_IsInNoMean()
    {
        TaskResult[] six = Six(EvaluationProfile.Current);
        MeanResult mean = H6.Mean([.. six, six[0] with { Name = "perplexity_wiki", IsShare = false }], EvaluationProfile.Current);

        Assert.True(mean.IsH6);
    }

    [Fact]
    public void FiguresOfTwoProfiles_HaveNoMean() =>
        Assert.Throws<ArgumentException>(() => H6.Mean(Six(EvaluationProfile.Current), EvaluationProfile.LeaderboardV1));

    [Fact]
    public void Result_IsWrittenInAStableOrder_AndReadBack()
    {
        var options = new JsonSerializerOptions { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };
        TaskResult result = Six(EvaluationProfile.Current)[0] with { Departures = ["One."] };
        string json = JsonSerializer.Serialize(result, options);

        Assert.Equal(
            """{"name":"arc_challenge","profile":"current","few_shots":25,"documents":1172,"available":1172,"primary_metric":"acc_norm","metrics":[{"name":"acc_norm","value":0.7108,"standard_error":0.01,"documents":1172}],"parts":[],"departures":["One."],"is_share":true}""",
            json);
        Assert.Equal(json, JsonSerializer.Serialize(JsonSerializer.Deserialize<TaskResult>(json, options), options));
        Assert.StartsWith("""{"name":"H6","profile":"current","value":0.742""", JsonSerializer.Serialize(H6.Mean(Six(EvaluationProfile.Current), EvaluationProfile.Current), options), StringComparison.Ordinal);
    }

    private static TaskResult[] Six(EvaluationProfile profile) =>
    [
        .. H6.Tasks(profile).Select((EvaluationTask task, int i) => new TaskResult
        {
            Name = task.Name,
            Profile = profile.Name,
            FewShots = task.FewShots,
            Documents = Documents[i],
            Available = Documents[i],
            PrimaryMetric = task.PrimaryMetric(profile),
            Metrics = new List<MetricResult> { new(task.PrimaryMetric(profile), Scores[i], 0.01, Documents[i]) },
        }),
    ];
}
