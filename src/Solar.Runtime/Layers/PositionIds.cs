using System;
using TorchSharp;
using static TorchSharp.torch;

namespace Solar.Runtime.Layers;

/// <summary>The rows that a pass takes from an embedding of positions, as GPT-2 learns one.</summary>
public static class PositionIds
{
    /// <summary>The position of each token: given ones, else those after the cache, where padding on the left is not counted.</summary>
    /// <param name="inputIds">Token ids, int64 [batch, length].</param>
    /// <param name="context">What the caller gave.</param>
    /// <param name="maxPositions">Number of rows that the embedding has.</param>
    /// <returns>int64 [batch, length], or [1, length] where all sequences have the same; it belongs to the caller.</returns>
    /// <exception cref="ArgumentException">Mask or positions do not fit the ids.</exception>
    /// <exception cref="ArgumentOutOfRangeException">More positions than the model was declared with.</exception>
    public static Tensor Select(Tensor inputIds, ForwardContext context, int maxPositions)
    {
        PassShape shape = PassShape.Of(inputIds, context, inputIds);
        if (context.Positions is { } given)
        {
            PositionLimit.Check(GreatestOf(given, shape) + 1, maxPositions);
            return given.alias();
        }

        PositionLimit.Check(shape.Total, maxPositions);
        using PaddingMask padding = PaddingMask.Read(context.AttentionMask, shape.Batch, shape.Past, shape.Length);
        if (padding.Real is { } real)
        {
            return Counted(real, shape);
        }

        using Tensor following = arange(shape.Past, shape.Total, device: inputIds.device);
        return following.unsqueeze(0);
    }

    /// <summary>Hugging Face's rule for a mask: real tokens are counted, padding on the left shares position 0.</summary>
    /// <returns>int64 [batch, length].</returns>
    internal static Tensor Counted(Tensor real, PassShape shape)
    {
        using Tensor counted = real.cumsum(1, ScalarType.Int64);
        using Tensor tail = counted.narrow(1, shape.Past, shape.Length);
        using Tensor shifted = tail - 1;
        return shifted.clamp_min(0);
    }

    /// <summary>The greatest of given positions, whose shape and sign are checked.</summary>
    internal static long GreatestOf(Tensor positions, PassShape shape)
    {
        if (positions.dim() != 2 || positions.size(0) != shape.Batch || positions.size(1) != shape.Length)
        {
            throw new ArgumentException(
                $"positions are [{string.Join(", ", positions.shape)}], they have to be [batch, length] = [{shape.Batch}, {shape.Length}]",
                nameof(positions));
        }

        using Tensor least = positions.min();
        using Tensor greatest = positions.max();
        if (least.ToInt64() < 0)
        {
            throw new ArgumentException($"a position is {least.ToInt64()}; positions start at 0", nameof(positions));
        }

        return greatest.ToInt64();
    }
}
