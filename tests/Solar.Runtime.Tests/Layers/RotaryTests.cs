using System;
using System.Linq;
using Solar.Runtime.Layers;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Solar.Runtime.Tests.Layers;

/// <summary>Rotary positions against the published formulas in doubles.</summary>
public sealed class RotaryTests : TorchTest
{
    private const int HeadDim = 64;
    private const double Theta = 500_000;

    [Fact]
    public void HalfLayout_TurnsFeatureWithItsPartnerHalfAHeadAway()
    {
        Tensor q = Random(1, 2, 3, 5, HeadDim), k = Random(2, 2, 1, 5, HeadDim);

        (Tensor turnedQ, Tensor turnedK) = Rotate(q, k, new RotaryTable(HeadDim, 64, Theta), ForwardContext.None);

        Near(Reference(q, i => i, PlainFrequency), turnedQ, 2e-6);
        Near(Reference(k, i => i, PlainFrequency), turnedK, 2e-6);
    }

    [Fact]
    public void LinearScaling_DividesEveryAngle()
    {
        Tensor q = Random(1, 1, 1, 20, HeadDim);

        (Tensor turned, _) = Rotate(q, q, new RotaryTable(HeadDim, 64, Theta, RopeScaling.Linear(4)), ForwardContext.None);

        Near(Reference(q, i => i, i => PlainFrequency(i) / 4), turned, 4e-6);
    }

    [Fact]
    public void Llama3Scaling_StretchesLongKeepsShortAndBlendsBetween()
    {
        (int stretched, int kept, int blended) = (0, 0, 0);
        double Frequency(int i)
        {
            double plain = PlainFrequency(i), wavelength = 2 * Math.PI / plain;
            if (wavelength < 256 / 4.0)
            {
                kept++;
                return plain;
            }

            if (wavelength > 256 / 1.0)
            {
                stretched++;
                return plain / 8;
            }

            blended++;
            double smooth = ((256 / wavelength) - 1) / (4.0 - 1);
            return ((1 - smooth) * plain / 8) + (smooth * plain);
        }

        Tensor q = Random(1, 1, 1, 40, HeadDim);

        (Tensor turned, _) = Rotate(q, q, new RotaryTable(HeadDim, 2048, Theta, RopeScaling.Llama3(8, 1, 4, 256)), ForwardContext.None);

        Near(Reference(q, i => i, Frequency), turned, 1e-5);
        Assert.True(stretched > 0 && kept > 0 && blended > 0, "the case has to have all three bands");
    }

    [Fact]
    public void PartialRotary_TurnsTheFirstFeaturesAndKeepsTheRest()
    {
        Tensor q = Random(1, 2, 3, 5, HeadDim), k = Random(2, 2, 1, 5, HeadDim);

        (Tensor turnedQ, Tensor turnedK) = Rotate(q, k, new RotaryTable(HeadDim, 64, Theta, rotaryDim: 16), ForwardContext.None);

        double Frequency(int i) => Math.Pow(Theta, -2.0 * i / 16);
        Near(cat([Reference(q[.., .., .., ..16], i => i, Frequency), q[.., .., .., 16..].to(ScalarType.Float64)], -1), turnedQ, 2e-6);
        Near(cat([Reference(k[.., .., .., ..16], i => i, Frequency), k[.., .., .., 16..].to(ScalarType.Float64)], -1), turnedK, 2e-6);
    }

    [Theory]
    [InlineData(64, 1.0)]        // within the declared maximum nothing changes
    [InlineData(65, 1.0625)]     // 4 · 65/64 - 3
    [InlineData(128, 5.0)]
    [InlineData(256, 13.0)]
    public void DynamicScaling_GrowsTheBaseWithTheLengthOfThePass(int length, double growth)
    {
        Tensor q = Random(1, 1, 1, length, HeadDim);
        double theta = 10_000 * Math.Pow(growth, 64 / 62.0);
        RotaryTable table = new(HeadDim, 64, 10_000, RopeScaling.Dynamic(4));

        // A longer pass before it leaves no trace.
        Rotate(Random(2, 1, 1, 256, HeadDim), Random(2, 1, 1, 256, HeadDim), table, ForwardContext.None);
        (Tensor turned, _) = Rotate(q, q, table, ForwardContext.None);

        Near(Reference(q, i => i, i => Math.Pow(theta, -2.0 * i / HeadDim)), turned, 2e-4);
        Assert.Equal(256, table.MaxPositions);
    }

    [Theory]
    [InlineData(null, 1.1386294361119891)]   // 0.1 · ln 4 + 1
    [InlineData(0.5, 0.5)]
    public void YarnScaling_KeepsFastStretchesSlowAndBlendsBetween(double? given, double factor)
    {
        (int stretched, int kept, int blended) = (0, 0, 0);
        double Feature(double turns) => HeadDim * Math.Log(256 / (turns * 2 * Math.PI)) / (2 * Math.Log(10_000));
        double low = Math.Max(0, Math.Floor(Feature(32))), high = Math.Min(HeadDim - 1, Math.Ceiling(Feature(1)));
        double Frequency(int i)
        {
            double plain = Math.Pow(10_000, -2.0 * i / HeadDim), share = (i - low) / (high - low);
            if (share <= 0)
            {
                kept++;
                return plain;
            }

            if (share >= 1)
            {
                stretched++;
                return plain / 4;
            }

            blended++;
            return (plain / 4 * share) + (plain * (1 - share));
        }

        Tensor q = Random(1, 1, 1, 40, HeadDim);

        (Tensor turned, _) = Rotate(q, q, new RotaryTable(HeadDim, 1024, 10_000, RopeScaling.Yarn(4, 256, given)), ForwardContext.None);

        Near(Reference(q, i => i, Frequency) * factor, turned, 1e-5);
        Assert.True(stretched > 0 && kept > 0 && blended > 0, "the case has to have all three bands");
    }

    [Fact]
    public void YarnScalingOfOneRampPoint_IsNotDividedByNothing()
    {
        Tensor q = Random(1, 1, 1, 4, HeadDim);

        // Both bounds fall on the same feature.
        (Tensor turned, _) = Rotate(q, q, new RotaryTable(HeadDim, 64, 10_000, RopeScaling.Yarn(4, 64, betaFast: 64, betaSlow: 64)), ForwardContext.None);

        Assert.True(turned.isfinite().all().ToBoolean());
    }

    [Theory]
    [InlineData(32, null, false)]
    [InlineData(33, null, true)]
    [InlineData(20, 40, true)]     // one position beyond the original context is enough
    public void LongRope_HasFactorsForLengthsUpToTheOriginalContextAndOthersBeyond(int length, int? lastPosition, bool isLong)
    {
        double[] shortFactors = new double[HeadDim / 2], longFactors = new double[HeadDim / 2];
        for (int i = 0; i < HeadDim / 2; i++)
        {
            (shortFactors[i], longFactors[i]) = (1 + (0.01 * i), 2 + (0.5 * i));
        }

        RotaryTable table = new(HeadDim, 128, 10_000, RopeScaling.LongRope(shortFactors, longFactors, originalMaxPositions: 32, factor: 4));
        Tensor q = Random(1, 1, 1, length, HeadDim);
        int At(int i) => i == length - 1 ? lastPosition ?? i : i;
        Tensor positions = tensor(Enumerable.Range(0, length).Select(i => (long)At(i)).ToArray()).reshape(1, length);

        (Tensor turned, _) = Rotate(q, q, table, lastPosition is null ? ForwardContext.None : new ForwardContext { Positions = positions });

        double[] factors = isLong ? longFactors : shortFactors;
        Near(Reference(q, At, i => Math.Pow(10_000, -2.0 * i / HeadDim) / factors[i]) * Math.Sqrt(1 + (Math.Log(4) / Math.Log(32))), turned, 1e-5);
    }

    [Fact]
    public void LongRopeWithoutStretch_HasNoAttentionFactor_AndAGivenOneGoesFirst()
    {
        double[] ones = [.. Enumerable.Repeat(1.0, HeadDim / 2)];
        Tensor q = Random(1, 1, 1, 5, HeadDim);
        Tensor Turned(RopeScaling scaling) => Rotate(q, q, new RotaryTable(HeadDim, 64, Theta, scaling), ForwardContext.None).Q;

        Near(Reference(q, i => i, PlainFrequency), Turned(RopeScaling.LongRope(ones, ones, 32, factor: 1)), 2e-6);
        Near(Reference(q, i => i, PlainFrequency) * 1.5, Turned(RopeScaling.LongRope(ones, ones, 32, 4, attentionFactor: 1.5)), 4e-6);
    }

    [Fact]
    public void LongRopeFactorsOfAnotherHead_AreRefusedWithBothNumbers()
    {
        Tensor q = Random(1, 1, 1, 5, HeadDim);

        ArgumentException refusal = Assert.Throws<ArgumentException>(
            () => Rotate(q, q, new RotaryTable(HeadDim, 64, Theta, RopeScaling.LongRope([1, 1], [1, 1], 32, 2)), ForwardContext.None));

        Assert.Contains("64 turning features have 32 wavelengths, and 2 factors", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void GivenPositions_AreTaken()
    {
        Tensor q = Random(1, 1, 2, 4, HeadDim);
        Tensor positions = tensor(new long[] { 7, 3, 3, 40 }).reshape(1, 4);

        (Tensor turned, _) = Rotate(q, q, new RotaryTable(HeadDim, 64, Theta), new ForwardContext { Positions = positions });

        int[] at = [7, 3, 3, 40];
        Near(Reference(q, i => at[i], PlainFrequency), turned, 1e-5);
    }

    [Fact]
    public void PaddingOnTheLeft_IsNotCounted()
    {
        Tensor q = Random(1, 1, 2, 5, HeadDim);
        Tensor mask = tensor(new long[] { 0, 0, 1, 1, 1 }).reshape(1, 5);

        (Tensor turned, _) = Rotate(q, q, new RotaryTable(HeadDim, 64, Theta), new ForwardContext { AttentionMask = mask });

        Near(Reference(q, i => Math.Max(0, i - 2), PlainFrequency), turned, 2e-6);
    }

    [Fact]
    public void LongerSequence_GrowsTheTable_AndKeepsWhatWasThere()
    {
        RotaryTable table = new(HeadDim, 4096, Theta);
        Tensor q = Random(1, 1, 1, 300, HeadDim);

        (Tensor early, _) = Rotate(q[.., .., ..10], q[.., .., ..10], table, ForwardContext.None);
        (Tensor late, _) = Rotate(q, q, table, ForwardContext.None);

        Assert.Equal(0, Distance(late[.., .., ..10], early));
        Near(Reference(q, i => i, PlainFrequency), late, 2e-4);
    }

    [Fact]
    public void MorePositionsThanDeclared_AreRefusedWithBothNumbers()
    {
        Tensor q = Random(1, 1, 1, 9, HeadDim);

        ArgumentOutOfRangeException refusal = Assert.Throws<ArgumentOutOfRangeException>(
            () => Rotate(q, q, new RotaryTable(HeadDim, 8, Theta), ForwardContext.None));

        Assert.Contains("needs 9 positions, the model was declared with 8", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void FeaturesThatCannotTurnInPairs_AreRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new RotaryTable(7, 8, Theta));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RotaryTable(8, 8, Theta, rotaryDim: 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RotaryTable(8, 8, Theta, rotaryDim: 10));
    }

    [Fact]
    public void BFloat16_AnglesAreRoundedOnlyAtTheEnd()
    {
        Tensor q = Random(1, 1, 1, 60, HeadDim).to(ScalarType.BFloat16);

        (Tensor turned, _) = Rotate(q, q, new RotaryTable(HeadDim, 64, Theta), ForwardContext.None);

        // Half a unit in the last place of cos, sin and of the result; positions rounded to bfloat16 would be off by whole turns.
        Assert.Equal(ScalarType.BFloat16, turned.dtype);
        Near(Reference(q, i => i, PlainFrequency), turned, 4 / 128.0);
    }

    private static (Tensor Q, Tensor K) Rotate(Tensor q, Tensor k, RotaryTable table, ForwardContext context)
    {
        using AttentionInputs inputs = AttentionInputs.Prepare(zeros(q.size(0), q.size(2), dtype: ScalarType.Int64), context, table, q);
        return Kernels.ApplyRotary(q, k, inputs);
    }

    private static double PlainFrequency(int i) => Math.Pow(Theta, -2.0 * i / HeadDim);

    private static Tensor Reference(Tensor x, Func<int, int> position, Func<int, double> frequency)
    {
        double[] values = x.to(ScalarType.Float64).contiguous().data<double>().ToArray();
        double[] turned = new double[values.Length];
        int length = (int)x.size(2), width = (int)x.size(3);
        for (int row = 0; row < values.Length / width; row++)
        {
            for (int i = 0; i < width / 2; i++)
            {
                double angle = position(row % length) * frequency(i);
                int a = (row * width) + i, b = a + (width / 2);
                turned[a] = (values[a] * Math.Cos(angle)) - (values[b] * Math.Sin(angle));
                turned[b] = (values[b] * Math.Cos(angle)) + (values[a] * Math.Sin(angle));
            }
        }

        return tensor(turned).reshape(x.shape);
    }
}
