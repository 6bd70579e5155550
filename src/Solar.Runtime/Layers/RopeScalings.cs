using System;
using System.Collections.Generic;
using System.Linq;
using static TorchSharp.torch;

namespace Solar.Runtime.Layers;

// The formulas of transformers 4.46, modeling_rope_utils.py, in its order of operations; LongRoPE of its modeling_phi3.py.
internal sealed record LinearScaling(double Factor) : RopeScaling
{
    internal override Tensor Frequencies(RopeWavelengths wavelengths, long regime) => wavelengths.Frequencies() / Factor;
}

internal sealed record Llama3Scaling(double Factor, double LowFreqFactor, double HighFreqFactor, int OriginalMaxPositions) : RopeScaling
{
    internal override Tensor Frequencies(RopeWavelengths wavelengths, long regime)
    {
        double longest = OriginalMaxPositions / LowFreqFactor;
        double shortest = OriginalMaxPositions / HighFreqFactor;

        Tensor plain = wavelengths.Frequencies();
        Tensor lengths = (2 * Math.PI) / plain;
        Tensor stretched = where(lengths > longest, plain / Factor, plain);

        Tensor smooth = ((OriginalMaxPositions / lengths) - LowFreqFactor) / (HighFreqFactor - LowFreqFactor);
        Tensor between = ((1 - smooth) * stretched / Factor) + (smooth * stretched);
        Tensor isBetween = (lengths >= shortest).logical_and(lengths <= longest);
        return where(isBetween, between, stretched);
    }
}

internal sealed record DynamicScaling(double Factor) : RopeScaling
{
    internal override long Regime(long positions, long total, int maxPositions) => positions > maxPositions ? positions : 0;

    internal override int Reach(int maxPositions) => (int)Math.Min(int.MaxValue, Math.Floor(maxPositions * Factor));

    internal override Tensor Frequencies(RopeWavelengths wavelengths, long regime)
    {
        double length = Math.Max(regime, wavelengths.MaxPositions);
        double growth = (Factor * length / wavelengths.MaxPositions) - (Factor - 1);
        double exponent = (double)wavelengths.Dim / (wavelengths.Dim - 2);
        return (wavelengths with { Theta = wavelengths.Theta * Math.Pow(growth, exponent) }).Frequencies();
    }
}

internal sealed record YarnScaling(double Factor, int OriginalMaxPositions, double Magnitude, double BetaFast, double BetaSlow) : RopeScaling
{
    // What keeps the ramp from being divided by nothing.
    private const double LeastRamp = 0.001;

    internal override double AttentionFactor => Magnitude;

    internal override Tensor Frequencies(RopeWavelengths wavelengths, long regime)
    {
        double low = Math.Max(Math.Floor(FeatureThatTurns(BetaFast, wavelengths)), 0);
        double high = Math.Min(Math.Ceiling(FeatureThatTurns(BetaSlow, wavelengths)), wavelengths.Dim - 1);
        double width = low == high ? LeastRamp : high - low;

        Tensor ramp = ((arange(0, wavelengths.Dim / 2, dtype: ScalarType.Float32) - low) / width).clamp(0, 1);
        Tensor kept = 1 - ramp;
        Tensor powers = wavelengths.Powers();
        return ((1 / (Factor * powers)) * (1 - kept)) + ((1 / powers) * kept);
    }

    // The feature, not a whole one, that turns so many times over the original context.
    private double FeatureThatTurns(double times, RopeWavelengths wavelengths) =>
        wavelengths.Dim * Math.Log(OriginalMaxPositions / (times * 2 * Math.PI)) / (2 * Math.Log(wavelengths.Theta));
}

internal sealed record LongRopeScaling(
    IReadOnlyList<double> ShortFactors, IReadOnlyList<double> LongFactors, int OriginalMaxPositions, double Magnitude) : RopeScaling
{
    internal override double AttentionFactor => Magnitude;

    internal override long Regime(long positions, long total, int maxPositions) => Math.Max(positions, total) > OriginalMaxPositions ? 1 : 0;

    internal override Tensor Frequencies(RopeWavelengths wavelengths, long regime)
    {
        IReadOnlyList<double> factors = regime == 0 ? ShortFactors : LongFactors;
        if (factors.Count != wavelengths.Dim / 2)
        {
            throw new ArgumentException(
                $"{wavelengths.Dim} turning features have {wavelengths.Dim / 2} wavelengths, and {factors.Count} factors are given for them");
        }

        return 1 / (tensor(factors.Select(factor => (float)factor).ToArray()) * wavelengths.Powers());
    }
}
