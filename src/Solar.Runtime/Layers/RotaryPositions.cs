using System;
using TorchSharp;
using static TorchSharp.torch;

namespace Solar.Runtime.Layers;

/// <summary>Picks the angles of the positions of a pass.</summary>
internal static class RotaryPositions
{
    /// <summary>Cosines and sines, [length, headDim] where all rows have the same positions, else [batch, 1, length, headDim].</summary>
    public static (Tensor Cos, Tensor Sin) Select(
        Tensor? given, PaddingMask padding, RotaryTable rotary, Tensor like, long batch, long past, long length)
    {
        if (given is not null)
        {
            return Given(given, rotary, like, batch, length);
        }

        RotaryAngles angles = rotary.Upto(past + length, like);
        if (padding.Real is null)
        {
            return (angles.Cos.narrow(0, past, length), angles.Sin.narrow(0, past, length));
        }

        // Hugging Face's rule: real tokens are counted, padding on the left shares position 0.
        using Tensor counted = padding.Real.cumsum(1, ScalarType.Int64);
        using Tensor tail = counted.narrow(1, past, length);
        using Tensor shifted = tail - 1;
        using Tensor positions = shifted.clamp_min_(0);
        return Pick(angles, positions, batch, length);
    }

    private static (Tensor Cos, Tensor Sin) Given(Tensor positions, RotaryTable rotary, Tensor like, long batch, long length)
    {
        if (positions.dim() != 2 || positions.size(0) != batch || positions.size(1) != length)
        {
            throw new ArgumentException(
                $"positions are [{string.Join(", ", positions.shape)}], they have to be [batch, length] = [{batch}, {length}]", nameof(positions));
        }

        using Tensor least = positions.min();
        using Tensor greatest = positions.max();
        if (least.ToInt64() < 0)
        {
            throw new ArgumentException($"a position is {least.ToInt64()}; positions start at 0", nameof(positions));
        }

        return Pick(rotary.Upto(greatest.ToInt64() + 1, like), positions, batch, length);
    }

    private static (Tensor Cos, Tensor Sin) Pick(RotaryAngles angles, Tensor positions, long batch, long length)
    {
        using Tensor flat = positions.reshape(-1);
        using Tensor cos = angles.Cos.index_select(0, flat);
        using Tensor sin = angles.Sin.index_select(0, flat);
        return (cos.view(batch, 1, length, -1), sin.view(batch, 1, length, -1));
    }
}
