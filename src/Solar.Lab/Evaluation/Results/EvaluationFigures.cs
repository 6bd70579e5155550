using System.Collections.Generic;
using Solar.Lab.Evaluation.Metrics;

namespace Solar.Lab.Evaluation.Results;

/// <summary>What was measured of a model.</summary>
public sealed record EvaluationFigures
{
    /// <summary>The tasks' figures, in the order in which they were asked for.</summary>
    public required IReadOnlyList<TaskResult> Tasks { get; init; }

    /// <summary>The mean of those that are shares; null where none is.</summary>
    public MeanResult? Mean { get; init; }

    /// <summary>Documents whose best choice is so little better than another that rounding may decide between them.</summary>
    public IReadOnlyList<TaskTie> NearTies { get; init; } = [];

    /// <summary>What each task took, by name.</summary>
    public IReadOnlyDictionary<string, TaskCost> Costs { get; init; } = new Dictionary<string, TaskCost>();
}

/// <summary>What a task took.</summary>
/// <param name="Documents">Number of its documents.</param>
/// <param name="Requests">Number of its requests.</param>
/// <param name="Seconds">Time of this run; answers that an earlier run had kept took none.</param>
public sealed record TaskCost(int Documents, int Requests, double Seconds);

/// <summary>A document that is decided by less than rounding may change.</summary>
/// <param name="Task">The task.</param>
/// <param name="Document">0-based index of the document in the file that is evaluated.</param>
/// <param name="First">The choice that is taken.</param>
/// <param name="Second">The one that is nearly as good.</param>
/// <param name="Difference">By how much the first one's log-likelihood is greater.</param>
public sealed record TaskTie(string Task, int Document, int First, int Second, double Difference);
