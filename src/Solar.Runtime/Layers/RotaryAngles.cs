using System;
using TorchSharp;
using static TorchSharp.torch;

namespace Solar.Runtime.Layers;

/// <summary>Cosines and sines of the positions 0 to <see cref="Count"/>.</summary>
/// <param name="Count">Number of positions.</param>
/// <param name="Cos">cos(angle), the two halves equal, [count, headDim].</param>
/// <param name="Sin">sin(angle), its first half negated, [count, headDim]: the sign of the half layout's turn is kept here.</param>
internal sealed record RotaryAngles(long Count, Tensor Cos, Tensor Sin)
{
    /// <summary>Computes a table; every step as transformers 4.46 does it, in float32 on the CPU.</summary>
    public static RotaryAngles Compute(int headDim, long count, double theta, RopeScaling? scaling, Device device, ScalarType dtype)
    {
        // Made in the midst of an evaluation, the table would be an inference tensor, and training after it would fail.
        using IDisposable ordinary = inference_mode(false);
        using IDisposable noGrad = no_grad();
        using DisposeScope scope = NewDisposeScope();

        Tensor frequencies = InverseFrequencies(headDim, theta, scaling);
        Tensor positions = arange(0, count, dtype: ScalarType.Float32);
        Tensor angles = outer(positions, frequencies);                                    // [count, headDim / 2]

        Tensor cos = angles.cos();
        Tensor sin = angles.sin();
        return new RotaryAngles(
            count,
            cat([cos, cos], dim: -1).to(dtype, device).DetachFromDisposeScope(),
            cat([-sin, sin], dim: -1).to(dtype, device).DetachFromDisposeScope());
    }

    // modeling_rope_utils.py: 1 / theta^(2i / headDim), then the scaling.
    private static Tensor InverseFrequencies(int headDim, double theta, RopeScaling? scaling)
    {
        Tensor exponents = arange(0, headDim, 2, dtype: ScalarType.Float32) / headDim;
        Tensor plain = pow(tensor((float)theta), exponents).reciprocal();                 // [headDim / 2]
        return scaling switch
        {
            null => plain,
            { Band: null } => plain / scaling.Factor,
            { Band: { } band } => Llama3(plain, scaling.Factor, band),
        };
    }

    private static Tensor Llama3(Tensor plain, double factor, RopeBand band)
    {
        double longest = band.OriginalMaxPositions / band.LowFreqFactor;
        double shortest = band.OriginalMaxPositions / band.HighFreqFactor;

        Tensor wavelengths = (2 * Math.PI) / plain;
        Tensor stretched = where(wavelengths > longest, plain / factor, plain);

        Tensor smooth = ((band.OriginalMaxPositions / wavelengths) - band.LowFreqFactor) / (band.HighFreqFactor - band.LowFreqFactor);
        Tensor between = ((1 - smooth) * stretched / factor) + (smooth * stretched);
        Tensor isBetween = (wavelengths >= shortest).logical_and(wavelengths <= longest);
        return where(isBetween, between, stretched);
    }
}
