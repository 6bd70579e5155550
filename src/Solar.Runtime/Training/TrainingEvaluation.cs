using System;
using System.Collections.Generic;

namespace Solar.Runtime.Training;

/// <summary>One evaluation while a model was trained.</summary>
/// <param name="Step">Steps that were taken before it.</param>
/// <param name="Loss">Mean cross-entropy of a target of the evaluation data, in nats; of an alignment its objective.</param>
/// <param name="IsBest">Whether no evaluation before it had a loss as low.</param>
public sealed record TrainingEvaluation(long Step, double Loss, bool IsBest)
{
    /// <summary>e to the loss; of an alignment, whose loss is no cross-entropy, null.</summary>
    public double? Perplexity => Metrics is null ? Math.Exp(Loss) : null;

    /// <summary>What an alignment measures beside the loss, by TRL's names such as <c>rewards/accuracies</c>; else null.</summary>
    public IReadOnlyDictionary<string, double>? Metrics { get; init; }
}
