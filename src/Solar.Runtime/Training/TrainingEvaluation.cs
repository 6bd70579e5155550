using System;

namespace Solar.Runtime.Training;

/// <summary>One evaluation while a model was trained.</summary>
/// <param name="Step">Steps that were taken before it.</param>
/// <param name="Loss">Mean cross-entropy of a target of the evaluation data, in nats.</param>
/// <param name="IsBest">Whether no evaluation before it had a loss as low.</param>
public sealed record TrainingEvaluation(long Step, double Loss, bool IsBest)
{
    /// <summary>e to the loss.</summary>
    public double Perplexity => Math.Exp(Loss);
}
