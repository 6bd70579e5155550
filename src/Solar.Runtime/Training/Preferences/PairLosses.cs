using System;
using static TorchSharp.torch;

namespace Solar.Runtime.Training.Preferences;

/// <summary>What each pair contributes to an objective, [pairs]. Names are the papers': c and r are log-ratios to the reference, Δ = c − r, σ the logistic function.</summary>
internal static class PairLosses
{
    // −log(1 − p) ends where p rounds to one: a token can be that certain in float32.
    private const double MostCertain = -1e-6;

    /// <summary>The contributions of pairs to one objective; those of <see cref="PreferenceLoss.Sft"/> are no pair's.</summary>
    public static Tensor Of(PreferenceLoss loss, PairLogProbs logps, PreferenceObjective objective)
    {
        double beta = objective.Beta, flipped = objective.LabelSmoothing;
        return loss switch
        {
            PreferenceLoss.Sigmoid => Smoothed(beta * Margin(logps), flipped),
            PreferenceLoss.Hinge => nn.functional.relu(1 - (beta * Margin(logps))),
            PreferenceLoss.Ipo => Ipo(logps, beta),
            PreferenceLoss.Robust => Robust(beta * Margin(logps), flipped),
            PreferenceLoss.ExoPair => ExoPair(beta * Margin(logps), flipped),
            PreferenceLoss.NcaPair => NcaPair(beta * logps.ChosenRatio, beta * logps.RejectedRatio),
            PreferenceLoss.SppoHard => (logps.ChosenRatio - (0.5 / beta)).square() + (logps.RejectedRatio + (0.5 / beta)).square(),
            PreferenceLoss.ApoZero => 1 - (beta * logps.ChosenRatio).sigmoid() + (beta * logps.RejectedRatio).sigmoid(),
            PreferenceLoss.ApoDown => (beta * logps.ChosenRatio).sigmoid() + 1 - (beta * Margin(logps)).sigmoid(),
            PreferenceLoss.Simpo => Smoothed((beta * (logps.ChosenMean - logps.RejectedMean)) - objective.SimpoGamma, flipped),
            PreferenceLoss.Orpo => -beta * LogSigmoid(LogOdds(logps.ChosenMean) - LogOdds(logps.RejectedMean)),
            PreferenceLoss.KtoPair => KtoPair(logps.ChosenRatio, logps.RejectedRatio, beta),
            _ => throw new ArgumentException($"{loss} is no objective of pairs.", nameof(loss)),
        };
    }

    private static Tensor Margin(PairLogProbs logps) => logps.ChosenRatio - logps.RejectedRatio;

    private static Tensor LogSigmoid(Tensor x) => nn.functional.logsigmoid(x);

    // The pair is the right way round with probability 1 − ε (Mitchell 2023, "conservative DPO").
    private static Tensor Smoothed(Tensor x, double flipped) =>
        flipped == 0 ? -LogSigmoid(x) : -((1 - flipped) * LogSigmoid(x)) - (flipped * LogSigmoid(-x));

    // Log-ratios of a token, so that lengths do not count.
    private static Tensor Ipo(PairLogProbs logps, double beta) =>
        ((logps.ChosenRatio / logps.ChosenTokens) - (logps.RejectedRatio / logps.RejectedTokens) - (0.5 / beta)).square();

    private static Tensor Robust(Tensor x, double flipped) =>
        (-((1 - flipped) * LogSigmoid(x)) + (flipped * LogSigmoid(-x))) / (1 - (2 * flipped));

    // Divergence of the preference that the model has from the one that is wanted.
    private static Tensor ExoPair(Tensor x, double flipped) =>
        (x.sigmoid() * (LogSigmoid(x) - Math.Log(1 - flipped))) + ((-x).sigmoid() * (LogSigmoid(-x) - Math.Log(flipped)));

    private static Tensor NcaPair(Tensor chosen, Tensor rejected) =>
        -LogSigmoid(chosen) - (0.5 * LogSigmoid(-chosen)) - (0.5 * LogSigmoid(-rejected));

    // log p / (1 − p) of the geometric mean of an answer's probabilities.
    private static Tensor LogOdds(Tensor mean)
    {
        Tensor log = mean.clamp(max: MostCertain);
        return log - where(log > -Math.Log(2), log.expm1().neg().log(), (-log.exp()).log1p());
    }

    // Each half is held against the mean log-ratio of the other; a pair has two terms, and their mean counts.
    private static Tensor KtoPair(Tensor chosen, Tensor rejected, double beta)
    {
        Tensor chosenMean = chosen.mean().clamp(min: 0), rejectedMean = rejected.mean().clamp(min: 0);
        return 1 - (0.5 * ((beta * (chosen - rejectedMean)).sigmoid() + (beta * (chosenMean - rejected)).sigmoid()));
    }
}
