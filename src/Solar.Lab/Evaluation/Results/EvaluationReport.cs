using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using Solar.Lab.Evaluation.Metrics;

namespace Solar.Lab.Evaluation.Results;

/// <summary>Results as a page of Markdown: the table, all metrics of each task, and how they came about.</summary>
public static class EvaluationReport
{
    /// <summary>The page.</summary>
    /// <param name="comparison">The results side by side.</param>
    /// <param name="results">The results.</param>
    public static string Markdown(Comparison comparison, IReadOnlyList<EvaluationResult> results)
    {
        ArgumentNullException.ThrowIfNull(comparison);
        ArgumentNullException.ThrowIfNull(results);
        var page = new StringBuilder("# Evaluation\n\n");
        page.Append(ComparisonMarkdown.Write(comparison));
        page.Append("\nShares in percent, ± standard error; the best of each column is bold.\n");
        foreach (ScoreDoubt doubt in comparison.Doubts())
        {
            page.Append($"\n{doubt.Message}\n");
        }

        foreach (EvaluationResult result in results)
        {
            page.Append($"\n## {result.Model}\n\n");
            AppendMetrics(page, result);
            AppendParts(page, result);
            AppendManifest(page, result);
        }

        return page.ToString();
    }

    private static void AppendMetrics(StringBuilder page, EvaluationResult result)
    {
        page.Append("| task | examples | documents | metric | value | ± |\n|---|---:|---:|---|---:|---:|\n");
        foreach (TaskResult task in result.Figures.Tasks)
        {
            foreach (MetricResult metric in task.Metrics)
            {
                string name = metric.Name == task.PrimaryMetric ? $"**{metric.Name}**" : metric.Name;
                string value = metric.Value.ToString(task.IsShare ? "0.0000" : "0.000", CultureInfo.InvariantCulture);
                string error = metric.StandardError?.ToString("0.0000", CultureInfo.InvariantCulture) ?? "–";
                string documents = task.Documents == task.Available ? Count(task.Documents) : $"{Count(task.Documents)} of {Count(task.Available)}";
                page.Append($"| {task.Name} | {Count(task.FewShots)} | {documents} | {name} | {value} | {error} |\n");
            }
        }
    }

    // By the metric that stands for the task, as its own figure.
    private static void AppendParts(StringBuilder page, EvaluationResult result)
    {
        foreach (TaskResult task in result.Figures.Tasks.Where(task => task.Parts.Count > 0))
        {
            page.Append($"\n<details><summary>{task.Name} by its parts</summary>\n\n| part | documents | {task.PrimaryMetric} | ± |\n|---|---:|---:|---:|\n");
            foreach (TaskResult part in task.Parts)
            {
                string error = part.Primary.StandardError?.ToString("0.0000", CultureInfo.InvariantCulture) ?? "–";
                page.Append($"| {part.Name} | {Count(part.Documents)} | {part.Primary.Value.ToString("0.0000", CultureInfo.InvariantCulture)} | {error} |\n");
            }

            page.Append("\n</details>\n");
        }
    }

    private static void AppendManifest(StringBuilder page, EvaluationResult result)
    {
        EvaluationManifest manifest = result.Manifest;
        page.Append($"\n* profile {manifest.Profile}: {manifest.Reference}\n");
        if (result.Figures.Mean is { } mean)
        {
            page.Append($"* {(mean.IsH6 ? "H6" : "mean, which is no H6")}: {(100 * mean.Value).ToString("0.00", CultureInfo.InvariantCulture)}\n");
            foreach (string reason in mean.ReasonsAgainstH6)
            {
                page.Append($"  * {reason}\n");
            }
        }

        page.Append($"* model {manifest.ModelHash}, {manifest.Dtype}, {(manifest.AddsBos ? "with" : "without")} a begin token, {Count(manifest.MaxLength)} tokens at most\n");
        if (manifest.TruncatedRequests > 0)
        {
            page.Append($"* {Count(manifest.TruncatedRequests)} requests lost {Count(manifest.TruncatedTokens)} tokens on their left\n");
        }

        if (result.Figures.NearTies.Count > 0)
        {
            page.Append($"* {Count(result.Figures.NearTies.Count)} choices are decided by less than rounding may change\n");
        }
    }

    private static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);
}
