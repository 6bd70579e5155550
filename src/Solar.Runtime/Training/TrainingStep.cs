using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text.Json.Serialization;

namespace Solar.Runtime.Training;

/// <summary>What is known of one optimiser step that was taken.</summary>
/// <param name="Step">Steps taken so far, this one included.</param>
/// <param name="MaxSteps">Steps of the whole run.</param>
/// <param name="Loss">Mean cross-entropy of a target, in nats.</param>
/// <param name="LearningRate">The learning rate of this step.</param>
/// <param name="GradNorm">Norm of the gradient before it was clipped.</param>
/// <param name="Tokens">Tokens seen so far, those before an interruption included.</param>
/// <param name="TokensPerSecond">Tokens of this step by its time.</param>
/// <param name="Elapsed">Time since this process began to train.</param>
public sealed record TrainingStep(
    long Step, long MaxSteps, double Loss, double LearningRate, double GradNorm, long Tokens, double TokensPerSecond, TimeSpan Elapsed)
{
    /// <summary>Tokens of the whole run, as <see cref="Tokens"/> counts them; 0 where nobody says so.</summary>
    [JsonIgnore]
    public long MaxTokens { get; init; }

    /// <summary>Loss of the latest evaluation before this step; null where there was none.</summary>
    public double? EvalLoss { get; init; }

    /// <summary>What an alignment measures beside the loss, by TRL's names such as <c>rewards/accuracies</c>; else null.</summary>
    [JsonIgnore]
    public IReadOnlyDictionary<string, double>? Metrics { get; init; }

    /// <summary>What whoever follows the run has to know before: <c>StageRun.Warnings</c>, with the first step that is told of; else empty.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>One line for a terminal: <c>step 20/500  loss 1.234  lr 1.0e-05  |g| 0.87  5,120 tok/s</c>.</summary>
    public override string ToString()
    {
        string line = string.Create(
            CultureInfo.InvariantCulture,
            $"step {Step}/{MaxSteps}  loss {Loss:0.0000}  lr {LearningRate:0.0e-00}  |g| {GradNorm:0.00}  {TokensPerSecond:#,0} tok/s");
        if (Metrics is not null && Metrics.TryGetValue("rewards/accuracies", out double accuracy))
        {
            line = string.Create(CultureInfo.InvariantCulture, $"{line}  acc {accuracy:0.00}");
        }

        return EvalLoss is double loss ? string.Create(CultureInfo.InvariantCulture, $"{line}  eval {loss:0.0000}") : line;
    }
}
