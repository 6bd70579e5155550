using static TorchSharp.torch;

namespace Solar.Runtime.Layers;

/// <summary>Picks the angles of the positions of a pass.</summary>
internal static class RotaryPositions
{
    /// <summary>Cosines and sines, [length, rotaryDim] where all rows have the same positions, else [batch, 1, length, rotaryDim].</summary>
    public static (Tensor Cos, Tensor Sin) Select(Tensor? given, PaddingMask padding, RotaryTable rotary, PassShape shape)
    {
        if (given is not null)
        {
            long greatest = PositionIds.GreatestOf(given, shape);
            return Pick(rotary.Upto(greatest + 1, shape), given, shape);
        }

        RotaryAngles angles = rotary.Upto(shape.Total, shape);
        if (padding.Real is null)
        {
            return (angles.Cos.narrow(0, shape.Past, shape.Length), angles.Sin.narrow(0, shape.Past, shape.Length));
        }

        using Tensor positions = PositionIds.Counted(padding.Real, shape);
        return Pick(angles, positions, shape);
    }

    private static (Tensor Cos, Tensor Sin) Pick(RotaryAngles angles, Tensor positions, PassShape shape)
    {
        using Tensor flat = positions.reshape(-1);
        using Tensor cos = angles.Cos.index_select(0, flat);
        using Tensor sin = angles.Sin.index_select(0, flat);
        return (cos.view(shape.Batch, 1, shape.Length, -1), sin.view(shape.Batch, 1, shape.Length, -1));
    }
}
