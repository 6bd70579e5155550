using System;
using System.Collections.Generic;
using System.Globalization;

namespace Solar.Runtime.Training;

/// <summary>The loss or the gradient became NaN or infinite, or the loss stayed above the watchdog's threshold. It is thrown before the optimiser step, so the weights are still those of the step before.</summary>
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

    /// <inheritdoc/>
    public override string Message => Spikes == 0
        ? base.Message
        : string.Create(CultureInfo.InvariantCulture, $"{base.Message} It was above LossWatchdogThreshold, {Threshold}, for {Spikes} steps in a row.");

    /// <summary>Steps in a row whose loss was above <see cref="Threshold"/>; 0 where something is not finite.</summary>
    public int Spikes { get; init; }

    /// <summary>The loss above which a step counts as a spike.</summary>
    public double Threshold { get; init; }

    /// <summary>The step that was under way, 1 for the first.</summary>
    public long Step { get; }

    /// <summary>The rows of the data that were under way.</summary>
    public IReadOnlyList<int> Rows { get; }
}
