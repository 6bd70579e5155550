using System;
using static TorchSharp.torch;

namespace Solar.Runtime.Training;

/// <summary>The losses of the emitted loops.</summary>
public static partial class Losses
{
    /// <summary>The label of a position that is no target.</summary>
    public const long IgnoreIndex = -100;

    /// <summary>Up to so many positions keep all their logits: computing them twice would save too little memory.</summary>
    internal const int PlainRows = 2048;

    /// <summary>Beyond, so many have logits at one time: few enough to stay near the cache, which pays for most of the second computation.</summary>
    internal const int ChunkRows = 256;

    /// <summary>
    /// Next-token cross-entropy: position i is asked for label i + 1. Computed in float32, summed, and divided by the number of targets
    /// of the whole optimiser step, so that accumulating over forward passes gives the gradient of one large batch.
    /// </summary>
    /// <param name="hidden">Hidden states after the final norm, [batch, length, hidden].</param>
    /// <param name="head">Logits of hidden states, [n, hidden] → [n, vocabulary]; called again in the backward pass where there are many positions.</param>
    /// <param name="labels">Token ids, int64 [batch, length], not shifted; −100 where a position is no target.</param>
    /// <param name="targets">Targets of the whole optimiser step; 0 gives a loss of 0.</param>
    /// <returns>A scalar, connected to <paramref name="hidden"/> even where every label is −100.</returns>
    public static Tensor NextToken(Tensor hidden, Func<Tensor, Tensor> head, Tensor labels, long targets)
    {
        ArgumentNullException.ThrowIfNull(head);
        long positions = CheckedPositions(hidden, labels);
        long batch = hidden.size(0), width = hidden.size(2);
        long rows = batch * positions;
        Tensor states = hidden.narrow(1, 0, positions).reshape(rows, width);           // [rows, hidden]
        Tensor next = labels.narrow(1, 1, positions).reshape(rows);                    // [rows]

        // Few rows: the plain graph. Many: their logits would outweigh the rest of the step (32,000 × 4 bytes a row, three times over).
        // Frozen states have no backward pass of their own, and a head that is trained above them needs the plain graph.
        bool isPlain = rows <= PlainRows || (is_grad_enabled() && !states.requires_grad);
        Tensor sum = isPlain ? SumOf(head(states), next) : ChunkedCrossEntropy.apply(states, head, next);
        return sum / Math.Max(1, targets);
    }

    /// <summary>Number of targets among labels that are not shifted: every label but the first of a row and −100.</summary>
    /// <param name="labels">Token ids, int64 [batch, length].</param>
    public static long CountTargets(Tensor labels)
    {
        ArgumentNullException.ThrowIfNull(labels);
        using Tensor shifted = labels.narrow(1, 1, labels.size(1) - 1);
        using Tensor counted = shifted.ne(IgnoreIndex).sum();
        return counted.item<long>();
    }

    /// <summary>Summed cross-entropy of logits [rows, vocabulary], in float32 at least.</summary>
    internal static Tensor SumOf(Tensor logits, Tensor next)
    {
        Tensor scores = logits.dtype is ScalarType.Float32 or ScalarType.Float64 ? logits : logits.to(ScalarType.Float32);
        return nn.functional.cross_entropy(scores, next, ignore_index: IgnoreIndex, reduction: nn.Reduction.Sum);
    }
}
