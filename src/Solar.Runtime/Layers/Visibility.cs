using TorchSharp;
using static TorchSharp.torch;

namespace Solar.Runtime.Layers;

/// <summary>Which keys a query sees.</summary>
internal static class Visibility
{
    /// <summary>What is added to the scores, [batch or 1, 1, length, past + length]; null where being causal says it all.</summary>
    public static Tensor? Mask(PaddingMask padding, long past, long length, long? slidingWindow, Tensor like)
    {
        long total = past + length;
        bool windowed = slidingWindow is { } size && total > size;
        bool causalByKernel = past == 0 || length == 1;
        if (padding.Real is null && !windowed && causalByKernel)
        {
            return null;
        }

        using DisposeScope scope = NewDisposeScope();
        Tensor queries = arange(past, total, device: like.device).unsqueeze(1);            // [length, 1]
        Tensor keys = arange(total, device: like.device).unsqueeze(0);                     // [1, total]
        Tensor seen = keys <= queries;                                                     // [length, total]
        if (windowed)
        {
            seen = seen.logical_and((queries - keys) < slidingWindow!.Value);
        }

        if (padding.Real is { } real)
        {
            // A query whose keys are all padding would have a softmax over nothing: NaN, in the gradients of all others too.
            Tensor itself = keys == queries;
            seen = seen.logical_and(real.unsqueeze(1)).logical_or(itself);                 // [batch, length, total]
            seen = seen.unsqueeze(1);
        }
        else
        {
            seen = seen.unsqueeze(0).unsqueeze(0);
        }

        // As numbers and not as truth values, which the kernel would turn into numbers again in every layer.
        Tensor mask = zeros(seen.shape, like.dtype, like.device).masked_fill_(seen.logical_not(), double.NegativeInfinity);
        return mask.MoveToOuterDisposeScope();
    }
}
