using System;
using Solar.Runtime.Layers;
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
    public void OddHead_IsRefused() => Assert.Throws<ArgumentOutOfRangeException>(() => new RotaryTable(7, 8, Theta));

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
        int length = (int)x.size(2);
        for (int row = 0; row < values.Length / HeadDim; row++)
        {
            for (int i = 0; i < HeadDim / 2; i++)
            {
                double angle = position(row % length) * frequency(i);
                int a = (row * HeadDim) + i, b = a + (HeadDim / 2);
                turned[a] = (values[a] * Math.Cos(angle)) - (values[b] * Math.Sin(angle));
                turned[b] = (values[b] * Math.Cos(angle)) + (values[a] * Math.Sin(angle));
            }
        }

        return tensor(turned).reshape(x.shape);
    }
}
