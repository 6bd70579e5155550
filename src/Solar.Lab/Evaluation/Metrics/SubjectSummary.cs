using System;
using System.Collections.Generic;
using System.Linq;
using Solar.Lab.Evaluation.Profiles;

namespace Solar.Lab.Evaluation.Metrics;

/// <summary>Makes one figure of subjects that a task asks.</summary>
internal static class SubjectSummary
{
    /// <summary>The result of several subjects.</summary>
    /// <param name="name">What they are together.</param>
    /// <param name="subjects">Their results, one at least.</param>
    /// <param name="fewShots">Number of examples in a prompt that needs no word in the name.</param>
    /// <param name="profile">Whether each subject counts once, or each document.</param>
    public static TaskResult Of(string name, IReadOnlyList<TaskResult> subjects, int fewShots, EvaluationProfile profile) => new()
    {
        Name = name + (subjects[0].FewShots == fewShots ? "" : FormattableString.Invariant($"_{subjects[0].FewShots}shot")),
        Profile = profile.Name,
        FewShots = subjects[0].FewShots,
        Documents = subjects.Sum(subject => subject.Documents),
        Available = subjects.Sum(subject => subject.Available),
        PrimaryMetric = subjects[0].PrimaryMetric,
        Metrics = [.. subjects[0].Metrics.Select(metric => Together([.. subjects.Select(subject => subject.Metrics.First(own => own.Name == metric.Name))], profile))],
        Departures = [.. subjects.SelectMany(subject => subject.Departures).Distinct()],
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
