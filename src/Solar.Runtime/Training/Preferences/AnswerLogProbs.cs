using System;
using static TorchSharp.torch;

namespace Solar.Runtime.Training.Preferences;

/// <summary>How likely single answers are to the model that is trained and to the reference. The tensors belong to the caller.</summary>
/// <param name="Answers">Summed log-probability of each answer, [answers]; connected to the model that is trained.</param>
/// <param name="Reference">The reference's, [answers].</param>
/// <param name="IsDesirable">Whether each is wanted, bool [answers].</param>
public sealed record AnswerLogProbs(Tensor Answers, Tensor Reference, Tensor IsDesirable)
{
    /// <summary>Number of answers.</summary>
    public long Count => Answers.size(0);

    /// <summary>z: by how much each is likelier than to the reference.</summary>
    internal Tensor Ratio => Answers - Reference;

    /// <summary>
    /// An estimate of how far the model is from the reference: the mean log-ratio of answers to prompts that they do not belong to, and 0 at least
    /// (TRL's KTOTrainer). It is no function of the weights: no gradient goes through it.
    /// </summary>
    /// <param name="logps">Log-probabilities of the answers that <see cref="Mismatched"/> pairs with the prompts of a pass, [answers].</param>
    /// <param name="reference">The reference's of the same, [answers].</param>
    /// <returns>A scalar.</returns>
    public static Tensor Divergence(Tensor logps, Tensor reference)
    {
        ArgumentNullException.ThrowIfNull(logps);
        ArgumentNullException.ThrowIfNull(reference);
        return (logps.detach() - reference.detach()).mean().clamp(min: 0);
    }

    /// <summary>Whose answer stands behind the prompt of a row of a pass, where answers are not to belong to their prompts: that of the row before, and of the last behind the first.</summary>
    /// <param name="row">The row, within the pass.</param>
    /// <param name="count">Rows of the pass; a single one would be paired with itself.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer than two rows.</exception>
    public static int Mismatched(int row, int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 2);
        return (row + count - 1) % count;
    }
}
