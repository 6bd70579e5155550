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
    /// <exception cref="ArgumentException">Document ids are not [batch, length], or come with a cache.</exception>
    public static PassShape Of(Tensor inputIds, ForwardContext context, Tensor like)
    {
        ArgumentNullException.ThrowIfNull(inputIds);
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(like);

        long batch = inputIds.size(0), length = inputIds.size(1);
        if (context.DocumentIds is { } documents)
        {
            if (context.Cache is not null)
            {
                throw new ArgumentException("document ids and a cache do not go together: what is in a cache has no document", nameof(context));
            }

            if (documents.dim() != 2 || documents.size(0) != batch || documents.size(1) != length)
            {
                throw new ArgumentException(
                    $"document ids are [{string.Join(", ", documents.shape)}], they have to be [batch, length] = [{batch}, {length}]", nameof(context));
            }
        }

        context.Cache?.CheckRoom(length);
        return new PassShape(batch, context.Cache?.Length ?? 0, length, like.device, like.dtype);
    }
}
