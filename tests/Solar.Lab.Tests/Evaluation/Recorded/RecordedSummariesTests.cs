using System;
using System.Globalization;
using System.Linq;
using System.Text.Json;
using Solar.Lab.Evaluation.Metrics;
using Solar.Lab.Evaluation.Tasks;
using Xunit;

namespace Solar.Lab.Tests.Evaluation.Recorded;

/// <summary>Every figure and standard error that the harness made of a run, limited and over all documents.</summary>
public sealed class RecordedSummariesTests
{
    [SkippableTheory]
    [InlineData("leaderboard-v1", "arc_challenge", typeof(ArcChallenge), 2)]
    [InlineData("leaderboard-v1", "hellaswag", typeof(HellaSwag), 2)]
    [InlineData("leaderboard-v1", "truthfulqa_mc", typeof(TruthfulQa), 2)]
    [InlineData("leaderboard-v1", "winogrande", typeof(Winogrande), 1)]
    [InlineData("leaderboard-v1", "gsm8k", typeof(Gsm8k), 1)]
    [InlineData("current", "arc_challenge", typeof(ArcChallenge), 2)]
    [InlineData("current", "hellaswag", typeof(HellaSwag), 2)]
    [InlineData("current", "hellaswag_openllm", typeof(HellaSwagOpenLlm), 2)]
    [InlineData("current", "truthfulqa_mc1", typeof(TruthfulQa), 1)]
    [InlineData("current", "truthfulqa_mc2", typeof(TruthfulQa), 1)]
    [InlineData("current", "winogrande", typeof(Winogrande), 1)]
    [InlineData("current", "winogrande_openllm", typeof(WinograndeOpenLlm), 1)]
    [InlineData("current", "gsm8k", typeof(Gsm8k), 2)]
    public void EveryFigure_IsTheHarnesses(string profile, string name, Type type, int metrics)
    {
        var task = (EvaluationTask)Activator.CreateInstance(type)!;
        JsonElement recorded = RecordedRun.Json(profile, "summary").GetProperty("tasks").GetProperty(name);
        string? metric = profile == "current" && name.StartsWith("truthfulqa_", StringComparison.Ordinal) ? name["truthfulqa_".Length..] : null;

        Same(recorded.GetProperty("limit_40"), RecordedRun.Run(task, RecordedRun.Setup(RecordedRun.Profile(profile), 40)), metrics, metric);
        Same(recorded.GetProperty("full"), RecordedRun.Run(task, RecordedRun.Setup(RecordedRun.Profile(profile))), metrics, metric);
    }

    [SkippableTheory]
    [InlineData("leaderboard-v1", "hendrycksTest-", 2)]
    [InlineData("current", "mmlu_", 1)]
    public void EveryFigureOfMmlu_IsTheHarnesses(string profile, string prefix, int metrics)
    {
        JsonElement recorded = RecordedRun.Json(profile, "summary").GetProperty("tasks").GetProperty("mmlu");
        TaskResult limited = RecordedRun.Run(new Mmlu(), RecordedRun.Setup(RecordedRun.Profile(profile), 15));
        TaskResult full = RecordedRun.Run(new Mmlu(), RecordedRun.Setup(RecordedRun.Profile(profile)));

        Assert.Equal(3, recorded.GetProperty("limit_15").EnumerateObject().Count());
        Assert.Equal(57, recorded.GetProperty("full").EnumerateObject().Count());
        Assert.All(recorded.GetProperty("limit_15").EnumerateObject(), subject => Same(subject.Value, Part(limited, prefix + subject.Name), metrics));
        Assert.All(recorded.GetProperty("full").EnumerateObject(), subject => Same(subject.Value, Part(full, prefix + subject.Name), metrics));
        if (profile == "current")
        {
            Assert.All(recorded.GetProperty("limit_15_groups").EnumerateObject(), group => Same(group.Value, Part(limited, group.Name), metrics));
            Assert.All(recorded.GetProperty("full_groups").EnumerateObject(), group => Same(group.Value, Part(full, group.Name), metrics));
            return;
        }

        JsonElement mean = recorded.GetProperty("unweighted_mean_of_57");
        Assert.All(mean.EnumerateObject(), metric => Near("mmlu " + metric.Name, metric.Value.GetDouble(), Metric(full, metric.Name).Value));
    }

    private static TaskResult Part(TaskResult result, string name) => result.Name == name ? result : result.Parts.Single(part => part.Name == name);

    private static void Same(JsonElement recorded, TaskResult found, int metrics, string? only = null)
    {
        (string Name, double Value, double Error)[] figures =
        [
            .. recorded.EnumerateObject()
                .Where(figure => figure.Name is not ("docs" or "sample_len") && !figure.Name.Contains("_stderr", StringComparison.Ordinal))
                .Select(figure => (figure.Name.Replace(",none", "", StringComparison.Ordinal), figure.Value.GetDouble(), recorded.GetProperty(ErrorOf(figure.Name)).GetDouble())),
        ];
        int documents = (recorded.TryGetProperty("docs", out JsonElement count) ? count : recorded.GetProperty("sample_len")).GetInt32();

        Assert.Equal(metrics, figures.Length);
        Assert.Equal(documents, found.Documents);
        foreach ((string name, double value, double error) in figures)
        {
            MetricResult metric = Metric(found, only ?? name);
            Assert.Equal(documents, metric.Documents);
            Near($"{found.Name} {name}", value, metric.Value);
            Near($"{found.Name} {name}, standard error", error, metric.StandardError!.Value);
        }
    }

    private static MetricResult Metric(TaskResult result, string name) => result.Metrics.Single(metric => metric.Name == name);

    // "acc" has "acc_stderr", "acc,none" has "acc_stderr,none".
    private static string ErrorOf(string name)
    {
        int comma = name.IndexOf(',', StringComparison.Ordinal);
        return comma < 0 ? name + "_stderr" : name[..comma] + "_stderr" + name[comma..];
    }

    private static void Near(string what, double expected, double found) =>
        Assert.True(RecordedRun.Near(expected, found), string.Create(CultureInfo.InvariantCulture, $"{what}: {expected} was recorded, not {found}"));
}
