using System;
using static TorchSharp.torch;

namespace Solar.Runtime.Training.Preferences;

/// <summary>How likely the answers of pairs are to the model that is trained and to the reference: all that an objective needs. The tensors belong to the caller.</summary>
/// <param name="Chosen">Summed log-probability of each better answer, [pairs]; connected to the model that is trained.</param>
/// <param name="Rejected">Of each worse one, [pairs].</param>
/// <param name="ReferenceChosen">The reference's of the better answers, [pairs]; null for objectives without one.</param>
/// <param name="ReferenceRejected">The reference's of the worse ones.</param>
/// <param name="ChosenTokens">Tokens of each better answer, [pairs].</param>
/// <param name="RejectedTokens">Tokens of each worse one, [pairs].</param>
public sealed record PairLogProbs(
    Tensor Chosen, Tensor Rejected, Tensor? ReferenceChosen, Tensor? ReferenceRejected, Tensor ChosenTokens, Tensor RejectedTokens)
{
    /// <summary>From one forward pass over all better answers and then all worse ones.</summary>
    /// <param name="logps">From <see cref="Losses.CompletionLogProbs"/>, [2 · pairs].</param>
    /// <param name="reference">The reference's, in the same order; null for objectives without one.</param>
    /// <param name="tokens">From <see cref="Losses.CompletionTokens"/>, [2 · pairs].</param>
    /// <exception cref="ArgumentException">They are not of one even length.</exception>
    public static PairLogProbs Of(Tensor logps, Tensor? reference, Tensor tokens)
    {
        ArgumentNullException.ThrowIfNull(logps);
        ArgumentNullException.ThrowIfNull(tokens);
        long pairs = logps.size(0) / 2;
        if (logps.size(0) != 2 * pairs || tokens.size(0) != 2 * pairs || (reference is not null && reference.size(0) != 2 * pairs))
        {
            throw new ArgumentException(
                FormattableString.Invariant($"There are {logps.size(0)} log-probabilities, {reference?.size(0) ?? logps.size(0)} of the reference and {tokens.size(0)} lengths; pairs have two of each."),
                nameof(logps));
        }

        return new PairLogProbs(
            logps.narrow(0, 0, pairs),
            logps.narrow(0, pairs, pairs),
            reference?.narrow(0, 0, pairs),
            reference?.narrow(0, pairs, pairs),
            tokens.narrow(0, 0, pairs),
            tokens.narrow(0, pairs, pairs));
    }

    /// <summary>Number of pairs.</summary>
    public long Count => Chosen.size(0);

    /// <summary>c: by how much the better answers are likelier than to the reference.</summary>
    internal Tensor ChosenRatio => Chosen - Needed(ReferenceChosen);

    /// <summary>r: the same of the worse ones.</summary>
    internal Tensor RejectedRatio => Rejected - Needed(ReferenceRejected);

    /// <summary>Log-probability of a token of the better answers, [pairs].</summary>
    internal Tensor ChosenMean => Chosen / ChosenTokens;

    /// <summary>Log-probability of a token of the worse answers, [pairs].</summary>
    internal Tensor RejectedMean => Rejected / RejectedTokens;

    private static Tensor Needed(Tensor? reference) =>
        reference ?? throw new ArgumentException("The objective compares with a reference model, and its log-probabilities are not given.", nameof(reference));
}
