using System;
using TorchSharp;
using static TorchSharp.torch;

namespace Solar.Runtime.Layers;

/// <summary>Cosines and sines of the positions 0 to <see cref="Count"/>.</summary>
/// <param name="Count">Number of positions.</param>
/// <param name="Regime">Of which lengths of sequences they are; see <see cref="RopeScaling.Regime"/>.</param>
/// <param name="Cos">cos(angle), the two halves equal, [count, rotaryDim].</param>
/// <param name="Sin">sin(angle), its first half negated, [count, rotaryDim]: the sign of the half layout's turn is kept here.</param>
internal sealed record RotaryAngles(long Count, long Regime, Tensor Cos, Tensor Sin)
{
    /// <summary>Computes a table; every step as transformers 4.46 does it, in float32 on the CPU.</summary>
    public static RotaryAngles Compute(
        RopeWavelengths wavelengths, RopeScaling? scaling, long regime, long count, Device device, ScalarType dtype)
    {
        // Made in the midst of an evaluation, the table would be an inference tensor, and training after it would fail.
        using IDisposable ordinary = inference_mode(false);
        using IDisposable noGrad = no_grad();
        using DisposeScope scope = NewDisposeScope();

        Tensor frequencies = scaling?.Frequencies(wavelengths, regime) ?? wavelengths.Frequencies();
        Tensor positions = arange(0, count, dtype: ScalarType.Float32);
        Tensor angles = outer(positions, frequencies);                                    // [count, rotaryDim / 2]

        Tensor cos = angles.cos();
        Tensor sin = angles.sin();
        if (scaling is { AttentionFactor: not 1 })
        {
            cos = cos * scaling.AttentionFactor;
            sin = sin * scaling.AttentionFactor;
        }

        return new RotaryAngles(
            count,
            regime,
            cat([cos, cos], dim: -1).to(dtype, device).DetachFromDisposeScope(),
            cat([-sin, sin], dim: -1).to(dtype, device).DetachFromDisposeScope());
    }
}
