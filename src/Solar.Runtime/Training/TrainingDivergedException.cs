using System;
using System.Collections.Generic;
using System.Globalization;

namespace Solar.Runtime.Training;

/// <summary>The loss or the gradient became NaN or infinite. It is thrown before the optimiser step, so the weights are still those of the step before.</summary>
public sealed class TrainingDivergedException : Exception
{
    /// <summary>The exception of one optimiser step.</summary>
    /// <param name="step">The step that was under way, 1 for the first.</param>
    /// <param name="quantity">What is not finite, such as <c>loss</c>.</param>
    /// <param name="value">Its value.</param>
    /// <param name="rows">The rows of the data that were under way.</param>
    /// <param name="places">Where these rows begin, such as <c>web.jsonl, line 7</c>.</param>
    public TrainingDivergedException(long step, string quantity, double value, IReadOnlyList<int> rows, string places)
        : base(string.Create(
            CultureInfo.InvariantCulture,
            $"step {step}: the {quantity} is {value}; rows {string.Join(", ", rows)} ({places}). ")
            + "Look at these rows, lower LearningRate, raise WarmupSteps, or lower MaxGradNorm.")
    {
        Step = step;
        Rows = rows;
    }

    /// <summary>The step that was under way, 1 for the first.</summary>
    public long Step { get; }

    /// <summary>The rows of the data that were under way.</summary>
    public IReadOnlyList<int> Rows { get; }
}
