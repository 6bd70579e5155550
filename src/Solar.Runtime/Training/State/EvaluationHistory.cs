namespace Solar.Runtime.Training.State;

/// <summary>What evaluations have shown so far; immutable, and part of a state.</summary>
/// <param name="LastLoss">Loss of the latest.</param>
/// <param name="BestLoss">The least loss.</param>
/// <param name="BestStep">Steps that were taken before the evaluation that had it.</param>
/// <param name="WithoutGain">Evaluations in a row that were not better by the threshold of early stopping.</param>
/// <param name="IsStopped">Whether training has stopped for that.</param>
internal sealed record EvaluationHistory(double LastLoss, double BestLoss, long BestStep, int WithoutGain, bool IsStopped)
{
    /// <summary>The history with one more evaluation, as transformers' EarlyStoppingCallback counts.</summary>
    /// <param name="earlier">The history before; null for none.</param>
    /// <param name="step">Steps that were taken.</param>
    /// <param name="loss">The evaluation's loss.</param>
    /// <param name="options">Patience and threshold.</param>
    public static EvaluationHistory With(EvaluationHistory? earlier, long step, double loss, TrainingOptions options)
    {
        if (earlier is null)
        {
            return new EvaluationHistory(loss, loss, step, WithoutGain: 0, IsStopped: false);
        }

        bool isBest = loss < earlier.BestLoss;
        int withoutGain = isBest && earlier.BestLoss - loss > options.EarlyStoppingThreshold ? 0 : earlier.WithoutGain + 1;
        return new EvaluationHistory(
            loss,
            isBest ? loss : earlier.BestLoss,
            isBest ? step : earlier.BestStep,
            withoutGain,
            options.EarlyStoppingPatience > 0 && withoutGain >= options.EarlyStoppingPatience);
    }
}
