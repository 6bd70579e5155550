using System;
using static TorchSharp.torch;

namespace Solar.Runtime.Layers;

/// <summary>What all layers of one forward pass share: rotary angles, mask and cache.</summary>
public sealed class AttentionInputs : IDisposable
{
    private AttentionInputs(Tensor cos, Tensor sin, Tensor? mask, bool isCausal, KeyValueCache? cache)
    {
        Cos = cos;
        Sin = sin;
        Mask = mask;
        IsCausal = isCausal;
        Cache = cache;
    }

    /// <summary>Keys and values of the tokens before; null for none.</summary>
    public KeyValueCache? Cache { get; }

    /// <summary>cos(angle) of each position, broadcast over [batch, heads, length, headDim].</summary>
    internal Tensor Cos { get; }

    /// <summary>sin(angle), its first half negated, broadcast as <see cref="Cos"/>.</summary>
    internal Tensor Sin { get; }

    /// <summary>Added to the scores: 0 where a query sees a key, -∞ elsewhere; [batch or 1, 1, length, past + length]; null where it is not needed.</summary>
    internal Tensor? Mask { get; }

    /// <summary>Whether the kernel itself hides later keys; only without past and mask.</summary>
    internal bool IsCausal { get; }

    /// <summary>Prepares a pass.</summary>
    /// <param name="inputIds">Token ids, int64 [batch, length].</param>
    /// <param name="context">What the caller gave.</param>
    /// <param name="rotary">The model's rotary table.</param>
    /// <param name="like">The hidden states: their device and type are taken.</param>
    /// <param name="slidingWindow">Number of latest positions that a query sees, itself included; null for all.</param>
    /// <exception cref="ArgumentException">Mask or positions do not fit the ids.</exception>
    /// <exception cref="ArgumentOutOfRangeException">More positions than the model was declared with.</exception>
    /// <exception cref="InvalidOperationException">The cache is too small.</exception>
    public static AttentionInputs Prepare(
        Tensor inputIds, ForwardContext context, RotaryTable rotary, Tensor like, long? slidingWindow = null)
    {
        ArgumentNullException.ThrowIfNull(inputIds);
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(rotary);
        ArgumentNullException.ThrowIfNull(like);

        long length = inputIds.size(1);
        long past = context.Cache?.Length ?? 0;
        context.Cache?.CheckRoom(length);

        using PaddingMask padding = PaddingMask.Read(context.AttentionMask, inputIds.size(0), past, length);
        (Tensor cos, Tensor sin) = RotaryPositions.Select(context.Positions, padding, rotary, like, inputIds.size(0), past, length);
        Tensor? mask = Visibility.Mask(padding, past, length, slidingWindow, like);
        return new AttentionInputs(cos, sin, mask, mask is null && length > 1, context.Cache);
    }

    /// <summary>Frees what was made for the pass; not the cache.</summary>
    public void Dispose()
    {
        Cos.Dispose();
        Sin.Dispose();
        Mask?.Dispose();
    }
}
