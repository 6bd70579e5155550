using System;
using System.Collections.Generic;
using System.Linq;
using static TorchSharp.torch;

namespace Solar.Runtime.Training.Preferences;

/// <summary>
/// Holds an alignment to what must be true of it: what users report as a loss that stays at 0.6931, or as rewards of nothing, is found in the
/// first forward pass, with the rows.
/// </summary>
/// <param name="places">Says where rows stand, for messages.</param>
public sealed class PreferenceGuard(Func<IReadOnlyList<int>, string> places)
{
    // What a model computes twice, with other rows beside it or other padding, differs by rounding: in units of the value and of one.
    private const double SingleTolerance = 1e-4, HalfTolerance = 1.0 / 32;

    /// <summary>Of every pass over pairs: each side has tokens, and log-probabilities are finite.</summary>
    /// <param name="logps">The pairs of the pass.</param>
    /// <param name="rows">Which rows of the data they are.</param>
    /// <exception cref="PreferenceException">A pair of which that is not true.</exception>
    public void Check(PairLogProbs logps, IReadOnlyList<int> rows)
    {
        ArgumentNullException.ThrowIfNull(logps);
        ArgumentNullException.ThrowIfNull(rows);
        double[] chosen = Read(logps.Chosen), rejected = Read(logps.Rejected);
        double[] chosenTokens = Read(logps.ChosenTokens), rejectedTokens = Read(logps.RejectedTokens);
        Refuse(rows, i => chosenTokens[i] == 0, "the chosen answer has no token that is learnt; give it an answer, or raise MaxLength above its prompt.");
        Refuse(rows, i => rejectedTokens[i] == 0, "the rejected answer has no token that is learnt; give it an answer, or raise MaxLength above its prompt.");
        RefuseInfinite(rows, chosen, rejected);
        if (logps is { ReferenceChosen: { } referenceChosen, ReferenceRejected: { } referenceRejected })
        {
            RefuseInfinite(rows, Read(referenceChosen), Read(referenceRejected));
        }
    }

    /// <summary>Of every pass over single answers: log-probabilities are finite.</summary>
    /// <param name="logps">The answers of the pass.</param>
    /// <param name="rows">Which rows of the data they are.</param>
    /// <exception cref="PreferenceException">An answer of which that is not true.</exception>
    public void Check(AnswerLogProbs logps, IReadOnlyList<int> rows)
    {
        ArgumentNullException.ThrowIfNull(logps);
        ArgumentNullException.ThrowIfNull(rows);
        RefuseInfinite(rows, Read(logps.Answers), Read(logps.Reference));
    }

    /// <summary>
    /// Of the passes of the first step, where the model starts from its reference: both say the same of every answer, and sigmoid's loss is ln 2.
    /// </summary>
    /// <param name="logps">The pairs of the pass.</param>
    /// <param name="objective">What is minimised.</param>
    /// <param name="rows">Which rows of the data they are.</param>
    /// <param name="isHalf">Whether the model computes in bfloat16 or float16.</param>
    /// <exception cref="PreferenceException">The reference is another model, or the model's answers are drawn, as by dropout.</exception>
    public void CheckStart(PairLogProbs logps, PreferenceObjective objective, IReadOnlyList<int> rows, bool isHalf = false)
    {
        ArgumentNullException.ThrowIfNull(logps);
        ArgumentNullException.ThrowIfNull(objective);
        ArgumentNullException.ThrowIfNull(rows);
        if (logps is not { ReferenceChosen: { } referenceChosen, ReferenceRejected: { } referenceRejected })
        {
            return;
        }

        double tolerance = isHalf ? HalfTolerance : SingleTolerance;
        double furthest = RefuseOther(rows, Read(logps.Chosen), Read(referenceChosen), tolerance);
        furthest = Math.Max(furthest, RefuseOther(rows, Read(logps.Rejected), Read(referenceRejected), tolerance));
        if (objective.Types.Contains(PreferenceLoss.Sigmoid))
        {
            using var scope = NewDisposeScope();
            using (no_grad())
            {
                double loss = PairLosses.Of(PreferenceLoss.Sigmoid, logps, objective).to(ScalarType.Float64).mean().item<double>();
                if (Math.Abs(loss - Math.Log(2)) > SingleTolerance + (objective.Beta * furthest))
                {
                    throw Fault(rows, FormattableString.Invariant($"the loss of sigmoid is {loss:0.######} before the first step, and not ln 2: the model is not its reference."));
                }
            }
        }
    }

    /// <summary>The greatest difference.</summary>
    private double RefuseOther(IReadOnlyList<int> rows, double[] values, double[] references, double tolerance)
    {
        double furthest = 0;
        for (int i = 0; i < values.Length; i++)
        {
            double difference = Math.Abs(values[i] - references[i]);
            furthest = Math.Max(furthest, difference);
            if (!(difference <= tolerance * (1 + Math.Abs(references[i]))))
            {
                throw Fault(
                    [rows[i]],
                    FormattableString.Invariant($"the model's log-probability is {values[i]:0.####} before the first step and its reference's {references[i]:0.####}: they are not one model. ")
                        + "Start from the reference's weights, and delete cached log-probabilities of another one.");
            }
        }

        return furthest;
    }

    private void RefuseInfinite(IReadOnlyList<int> rows, params double[][] values)
    {
        foreach (double[] side in values)
        {
            Refuse(rows, i => !double.IsFinite(side[i]), "the log-probability of an answer is not finite; look at the row, and lower LearningRate.");
        }
    }

    private void Refuse(IReadOnlyList<int> rows, Func<int, bool> isBad, string problem)
    {
        int[] bad = [.. Enumerable.Range(0, rows.Count).Where(isBad).Select(i => rows[i])];
        if (bad.Length > 0)
        {
            throw Fault(bad, problem);
        }
    }

    private PreferenceException Fault(IReadOnlyList<int> rows, string problem) => new(rows, places(rows), problem);

    private static double[] Read(Tensor values)
    {
        using Tensor wide = values.detach().to(ScalarType.Float64).cpu();
        return wide.data<double>().ToArray();
    }
}
