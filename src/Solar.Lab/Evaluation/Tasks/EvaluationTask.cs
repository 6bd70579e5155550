using System.Collections.Generic;
using System.Linq;
using Solar.Lab.Evaluation.Metrics;
using Solar.Lab.Evaluation.Profiles;

namespace Solar.Lab.Evaluation.Tasks;

/// <summary>
/// Something that a model is measured by. A task of a program's own derives from <see cref="MultipleChoiceTask"/>, <see cref="GenerationTask"/>,
/// <see cref="SubjectsTask"/> or <see cref="DatasetTask"/>, and has a constructor without parameters.
/// </summary>
public abstract class EvaluationTask
{
    /// <summary>Its name, such as <c>arc_challenge</c>.</summary>
    public abstract string Name { get; }

    /// <summary>Number of examples in a prompt where nobody asks for another number.</summary>
    public virtual int FewShots => 0;

    /// <summary>The metric that stands for the task in tables and means.</summary>
    public abstract string PrimaryMetric(EvaluationProfile profile);

    /// <summary>Reads the data, draws the examples and writes the prompts.</summary>
    /// <returns>The task, or its parts one by one.</returns>
    /// <exception cref="Data.TaskDataException">Data is missing, or is not what the task needs.</exception>
    public abstract IReadOnlyList<PreparedTask> Prepare(TaskSetup setup);

    /// <summary>The task's figures.</summary>
    /// <param name="parts">What <see cref="Prepare"/> gave, with the metrics of each document.</param>
    /// <param name="profile">The profile it was prepared by.</param>
    public virtual TaskResult Summarize(IReadOnlyList<ScoredTask> parts, EvaluationProfile profile) =>
        TaskSummary.OfDocuments(parts, PrimaryMetric(profile), profile);

    /// <summary>What each part's mean counts in the task's figure; together 1. Each document counts once where nothing else is said.</summary>
    /// <param name="parts">What <see cref="Prepare"/> gave, with the metrics of each document.</param>
    /// <param name="profile">The profile it was prepared by.</param>
    public virtual IReadOnlyList<double> PartWeights(IReadOnlyList<ScoredTask> parts, EvaluationProfile profile)
    {
        double documents = parts.Sum(part => part.Metrics.Count);
        return [.. parts.Select(part => part.Metrics.Count / documents)];
    }
}
