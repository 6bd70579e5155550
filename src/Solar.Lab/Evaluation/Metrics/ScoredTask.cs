using System;
using System.Collections.Generic;
using System.Linq;
using Solar.Lab.Evaluation.Requests;
using Solar.Lab.Evaluation.Tasks;

namespace Solar.Lab.Evaluation.Metrics;

/// <summary>A prepared task with the metrics of each document.</summary>
/// <param name="Task">The task.</param>
/// <param name="Metrics">The metrics of each document, in the order of the task's documents.</param>
public sealed record ScoredTask(PreparedTask Task, IReadOnlyList<IReadOnlyDictionary<string, double>> Metrics)
{
    /// <summary>All requests of a task, document by document.</summary>
    public static IReadOnlyList<EvaluationRequest> Requests(PreparedTask task)
    {
        ArgumentNullException.ThrowIfNull(task);

        return [.. task.Documents.SelectMany(document => document.Requests)];
    }

    /// <summary>Scores a task.</summary>
    /// <param name="task">The task.</param>
    /// <param name="answers">The answers to its <see cref="Requests"/>, in their order.</param>
    /// <exception cref="ArgumentException">There are more or fewer answers than requests.</exception>
    public static ScoredTask Score(PreparedTask task, IReadOnlyList<EvaluationAnswer> answers)
    {
        ArgumentNullException.ThrowIfNull(task);
        ArgumentNullException.ThrowIfNull(answers);

        int asked = task.Documents.Sum(document => document.Requests.Count);
        if (asked != answers.Count)
        {
            throw new ArgumentException(FormattableString.Invariant($"Task {task.Name} asks {asked} requests, and there are {answers.Count} answers."), nameof(answers));
        }

        int next = 0;
        var metrics = new IReadOnlyDictionary<string, double>[task.Documents.Count];
        for (int i = 0; i < metrics.Length; i++)
        {
            PreparedDocument document = task.Documents[i];
            var own = new EvaluationAnswer[document.Requests.Count];
            for (int answer = 0; answer < own.Length; answer++)
            {
                own[answer] = answers[next++];
            }

            metrics[i] = document.Score(own);
        }

        return new ScoredTask(task, metrics);
    }

    /// <summary>A metric's values, one a document.</summary>
    public IReadOnlyList<double> Values(string metric) => [.. Metrics.Select(document => document[metric])];
}
