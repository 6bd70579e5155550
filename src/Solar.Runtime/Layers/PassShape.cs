using System;
using static TorchSharp.torch;

namespace Solar.Runtime.Layers;

/// <summary>The sizes of a pass, and where and as what it computes.</summary>
/// <param name="Batch">Number of sequences.</param>
/// <param name="Past">Tokens in the cache.</param>
/// <param name="Length">Tokens of the pass.</param>
/// <param name="Device">Where it computes.</param>
/// <param name="Dtype">The type of its hidden states.</param>
internal sealed record PassShape(long Batch, long Past, long Length, Device Device, ScalarType Dtype)
{
    /// <summary>Number of keys: those in the cache and those of the pass.</summary>
    public long Total => Past + Length;

    /// <summary>Reads a pass's sizes, and refuses one that its cache has no room for.</summary>
    public static PassShape Of(Tensor inputIds, ForwardContext context, Tensor like)
    {
        ArgumentNullException.ThrowIfNull(inputIds);
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(like);

        long length = inputIds.size(1);
        context.Cache?.CheckRoom(length);
        return new PassShape(inputIds.size(0), context.Cache?.Length ?? 0, length, like.device, like.dtype);
    }
}
