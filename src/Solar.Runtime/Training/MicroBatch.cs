using System;
using System.Collections.Generic;
using Solar.Runtime.Layers;
using static TorchSharp.torch;

namespace Solar.Runtime.Training;

/// <summary>The rows of one forward pass.</summary>
public sealed class MicroBatch : IDisposable
{
    internal MicroBatch(Tensor inputIds, Tensor labels, Tensor? attentionMask, ForwardContext context, IReadOnlyList<int> rows, double share)
    {
        InputIds = inputIds;
        Labels = labels;
        AttentionMask = attentionMask;
        Context = context;
        Rows = rows;
        Share = share;
    }

    /// <summary>Token ids, int64 [rows, length].</summary>
    public Tensor InputIds { get; }

    /// <summary>What is learnt, int64 [rows, length]: the ids themselves, which the loss shifts by one; −100 where a position is no target.</summary>
    public Tensor Labels { get; }

    /// <summary>
    /// 1 for a token, 0 for padding, int64 [rows, length]; null where no row is padded. For what counts tokens: the forward pass needs none.
    /// </summary>
    public Tensor? AttentionMask { get; }

    /// <summary>
    /// What the forward pass has beside the ids: where rows hold several documents that are to see themselves alone, which token is of which,
    /// and its position there; else nothing. Padding stands at the end, where being causal hides it.
    /// </summary>
    public ForwardContext Context { get; }

    /// <summary>Which rows of the data these are.</summary>
    public IReadOnlyList<int> Rows { get; }

    /// <summary>Its share of the tokens of the whole optimiser step, without padding: what a mean over the pass counts in the step's loss.</summary>
    public double Share { get; }

    /// <summary>Frees the tensors; the loop over a <see cref="Batch"/> does it.</summary>
    public void Dispose()
    {
        InputIds.Dispose();
        Labels.Dispose();
        AttentionMask?.Dispose();
        Context.Positions?.Dispose();
        Context.DocumentIds?.Dispose();
    }
}
