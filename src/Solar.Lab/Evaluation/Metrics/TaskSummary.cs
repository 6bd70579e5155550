using System;
using System.Collections.Generic;
using System.Linq;
using Solar.Lab.Evaluation.Profiles;

namespace Solar.Lab.Evaluation.Metrics;

/// <summary>Makes a task's figures of its documents' metrics.</summary>
public static class TaskSummary
{
    /// <summary>The means over a task's documents.</summary>
    /// <param name="parts">The task's one part.</param>
    /// <param name="primary">The metric that stands for the task.</param>
    /// <param name="profile">The profile.</param>
    /// <exception cref="ArgumentException">The task has several parts, whose figures it puts together itself.</exception>
    public static TaskResult OfDocuments(IReadOnlyList<ScoredTask> parts, string primary, EvaluationProfile profile)
    {
        ArgumentNullException.ThrowIfNull(parts);
        return parts.Count == 1
            ? OfDocuments(parts[0], primary, profile)
            : throw new ArgumentException(
                FormattableString.Invariant($"Task {parts[0].Task.Name} has {parts.Count} parts; it overrides Summarize to put them together."), nameof(parts));
    }

    /// <summary>The means over the documents of one part.</summary>
    /// <param name="part">The part.</param>
    /// <param name="primary">The metric that stands for it.</param>
    /// <param name="profile">The profile.</param>
    public static TaskResult OfDocuments(ScoredTask part, string primary, EvaluationProfile profile)
    {
        ArgumentNullException.ThrowIfNull(part);
        ArgumentNullException.ThrowIfNull(profile);

        return new TaskResult
        {
            Name = part.Task.Name,
            Profile = profile.Name,
            FewShots = part.Task.FewShots,
            Documents = part.Task.Documents.Count,
            Available = part.Task.Available,
            PrimaryMetric = primary,
            Metrics = [.. part.Metrics[0].Keys.Select(name => MetricResult.Mean(name, part.Values(name)))],
            Departures = part.Task.Departures,
        };
    }
}
