using TorchSharp;
using static TorchSharp.torch;

namespace Solar.Runtime.Layers;

/// <summary>Which keys a query sees.</summary>
internal static class Visibility
{
    /// <summary>Makes what a layer of the given window needs; the mask belongs to the caller, whatever dispose scope is open.</summary>
    public static Sight Of(PaddingMask padding, Tensor? documents, PassShape shape, long? slidingWindow, Tensor? alibi, bool isWritten)
    {
        bool isPlain = padding.Real is null && documents is null && slidingWindow is null && alibi is null;
        if (isPlain && (shape.Length == 1 || (shape.Past == 0 && !isWritten)))
        {
            return new Sight(null, IsCausal: shape.Length > 1);
        }

        using DisposeScope scope = NewDisposeScope();
        Tensor seen = Seen(padding, documents, shape, slidingWindow);                                 // [batch or 1, 1, length, total]

        // As numbers and not as truth values, which the kernel would turn into numbers again in every layer.
        Tensor hidden = seen.logical_not();
        Tensor mask = alibi is null
            ? zeros(hidden.shape, shape.Dtype, shape.Device).masked_fill_(hidden, double.NegativeInfinity)
            : alibi.masked_fill(hidden, double.NegativeInfinity);                          // [batch or 1, heads, length, total]
        return new Sight(mask.DetachFromDisposeScope(), IsCausal: false);
    }

    private static Tensor Seen(PaddingMask padding, Tensor? documents, PassShape shape, long? slidingWindow)
    {
        Tensor queries = arange(shape.Past, shape.Total, device: shape.Device).unsqueeze(1); // [length, 1]
        Tensor keys = arange(shape.Total, device: shape.Device).unsqueeze(0);              // [1, total]
        Tensor seen = keys <= queries;                                                     // [length, total]
        if (slidingWindow is { } size)
        {
            seen = seen.logical_and((queries - keys) < size);
        }

        // With document ids there is no cache: the tokens of the pass are all keys.
        seen = documents is null ? seen.unsqueeze(0) : seen.logical_and(documents.unsqueeze(2).eq(documents.unsqueeze(1)));
        if (padding.Real is not { } real)
        {
            return seen.unsqueeze(1);
        }

        // A query whose keys are all padding would have a softmax over nothing: NaN, in the gradients of all others too.
        Tensor itself = keys == queries;
        return seen.logical_and(real.unsqueeze(1)).logical_or(itself).unsqueeze(1);
    }
}

/// <summary>What the queries of a layer see.</summary>
/// <param name="Mask">
/// Added to the scores: 0 or an ALiBi bias where a query sees a key, -∞ elsewhere; [batch or 1, heads or 1, length, past + length];
/// null where it is not needed.
/// </param>
/// <param name="IsCausal">Whether the kernel itself hides later keys; only without mask.</param>
internal readonly record struct Sight(Tensor? Mask, bool IsCausal);
