using System;
using System.Collections.Generic;
using System.Linq;
using Solar.Lab.Evaluation.Profiles;
using Solar.Lab.Evaluation.Tasks;

namespace Solar.Lab.Evaluation.Metrics;

/// <summary>Makes one figure of MMLU's subjects.</summary>
internal static class MmluSummary
{
    /// <summary>The task's result.</summary>
    /// <param name="name">The task's name.</param>
    /// <param name="subjects">The subjects' results.</param>
    /// <param name="names">The subjects, in the same order.</param>
    /// <param name="profile">Whether each subject counts once, or each document.</param>
    public static TaskResult Of(string name, IReadOnlyList<TaskResult> subjects, IReadOnlyList<string> names, EvaluationProfile profile)
    {
        TaskResult whole = Together(name, subjects, profile);
        if (profile.MmluMean == MmluMean.OfSubjects)
        {
            return whole with { Parts = subjects };
        }

        IEnumerable<TaskResult> groups = MmluSubjects.Groups
            .Select(group => (Group: group, Own: subjects.Where((_, i) => MmluSubjects.GroupOf(names[i]) == group).ToArray()))
            .Where(group => group.Own.Length > 0)
            .Select(group => Together($"{name}_{group.Group}", group.Own, profile));
        return whole with { Parts = [.. groups, .. subjects] };
    }

    private static TaskResult Together(string name, IReadOnlyList<TaskResult> parts, EvaluationProfile profile) => new()
    {
        Name = name + (parts[0].FewShots == 5 ? "" : FormattableString.Invariant($"_{parts[0].FewShots}shot")),
        Profile = profile.Name,
        FewShots = parts[0].FewShots,
        Documents = parts.Sum(part => part.Documents),
        Available = parts.Sum(part => part.Available),
        PrimaryMetric = parts[0].PrimaryMetric,
        Metrics = [.. parts[0].Metrics.Select(metric => Together([.. parts.Select(part => part.Metrics.First(own => own.Name == metric.Name))], profile))],
        Departures = [.. parts.SelectMany(part => part.Departures).Distinct()],
    };

    private static MetricResult Together(IReadOnlyList<MetricResult> parts, EvaluationProfile profile) =>
        profile.MmluMean == MmluMean.OfSubjects ? MeanOfSubjects(parts) : MeanOfDocuments(parts);

    /// <summary>Each subject counts once; the error is that of a mean of independent figures, √(Σ seᵢ²) / n.</summary>
    private static MetricResult MeanOfSubjects(IReadOnlyList<MetricResult> parts)
    {
        double sum = 0, squares = 0;
        foreach (MetricResult part in parts)
        {
            sum += part.Value;
            squares += part.StandardError is { } error ? error * error : double.NaN;
        }

        double? together = double.IsNaN(squares) ? null : Math.Sqrt(squares) / parts.Count;
        return new MetricResult(parts[0].Name, sum / parts.Count, together, parts.Sum(part => part.Documents));
    }

    /// <summary>Each document counts once; the harness's pooled error, √(Σ (nᵢ − 1) nᵢ seᵢ² / (Σ nᵢ − number of subjects) / Σ nᵢ).</summary>
    private static MetricResult MeanOfDocuments(IReadOnlyList<MetricResult> parts)
    {
        double sum = 0, squares = 0, count = 0;
        foreach (MetricResult part in parts)
        {
            double documents = part.Documents;
            sum += part.Value * documents;
            squares += part.StandardError is { } error ? (documents - 1) * documents * error * error : double.NaN;
            count += documents;
        }

        double? together = double.IsNaN(squares) ? null : Math.Sqrt(squares / (count - parts.Count) / count);
        return new MetricResult(parts[0].Name, sum / count, together, (int)count);
    }
}
