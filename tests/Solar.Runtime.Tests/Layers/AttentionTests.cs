using System;
using Solar.Runtime.Layers;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Solar.Runtime.Tests.Layers;

/// <summary>Attention against plain loops of doubles.</summary>
public sealed class AttentionTests : TorchTest
{
    public static TheoryData<AttentionCase> Cases =>
    [
        new AttentionCase(4, 4, 0, 7, null),
        new AttentionCase(4, 2, 0, 7, null),
        new AttentionCase(6, 1, 0, 7, null),
        new AttentionCase(4, 2, 0, 7, 3),
        new AttentionCase(4, 2, 0, 3, 3),
        new AttentionCase(4, 2, 0, 4, 3),
        new AttentionCase(4, 2, 0, 7, 1),
        new AttentionCase(4, 2, 0, 5, null, "11111", "11111"),
        new AttentionCase(4, 2, 0, 5, null, "11111", "11100"),
        new AttentionCase(4, 2, 0, 5, null, "11111", "00111"),
        new AttentionCase(4, 2, 0, 5, null, "00000", "00001"),
        new AttentionCase(4, 2, 0, 5, null, "10110", "01011"),
        new AttentionCase(4, 2, 0, 6, 2, "111111", "001111", "111100"),
        new AttentionCase(4, 2, 5, 1, null),
        new AttentionCase(4, 4, 5, 1, null),
        new AttentionCase(4, 2, 5, 3, null),
        new AttentionCase(4, 2, 5, 1, 3),
        new AttentionCase(4, 2, 5, 3, 3),
        new AttentionCase(4, 2, 3, 1, null, "1111", "0011"),
        new AttentionCase(4, 2, 3, 2, null, "11111", "00111", "11011"),
        new AttentionCase(4, 2, 3, 2, 2, "11111", "00111"),
        new AttentionCase(8, 2, 3, 1, 2, "1111", "0111"),

        // one query of a window, with and without padding: a view of the last keys, and a mask
        new AttentionCase(4, 4, 6, 1, 2),
        new AttentionCase(4, 2, 6, 1, 2, "1111111", "0011111"),

        // windows of layers, which go before that of the pass
        new AttentionCase(4, 2, 0, 7, null) { LayerWindow = 3 },
        new AttentionCase(4, 2, 0, 7, 3) { LayerWindow = 5 },
        new AttentionCase(4, 2, 5, 1, null) { LayerWindow = 3 },
        new AttentionCase(4, 2, 0, 6, null, "111111", "001111") { LayerWindow = 2 },

        // scale and soft cap
        new AttentionCase(4, 4, 0, 5, null) { Scale = 0.2 },
        new AttentionCase(4, 2, 5, 1, 3) { Scale = 0.2 },
        new AttentionCase(4, 2, 0, 7, null) { SoftCap = 1.5 },
        new AttentionCase(4, 4, 0, 7, null) { SoftCap = 1.5, Scale = 0.9, LayerWindow = 3 },
        new AttentionCase(6, 1, 5, 1, null) { SoftCap = 1.5 },
        new AttentionCase(6, 2, 5, 1, 3) { SoftCap = 1.5 },
        new AttentionCase(4, 2, 3, 2, 2, "11111", "00111") { SoftCap = 1.5, Scale = 0.9 },

        // ALiBi
        new AttentionCase(4, 4, 0, 7, null) { Slopes = [1 / 4.0, 1 / 16.0, 1 / 64.0, 1 / 256.0] },
        new AttentionCase(1, 1, 0, 7, null) { Slopes = [1 / 256.0] },
        new AttentionCase(6, 2, 0, 7, null) { Slopes = [1 / 4.0, 1 / 16.0, 1 / 64.0, 1 / 256.0, 1 / 2.0, 1 / 8.0] },
        new AttentionCase(4, 2, 5, 1, null) { Slopes = [1 / 4.0, 1 / 16.0, 1 / 64.0, 1 / 256.0] },
        new AttentionCase(4, 1, 3, 2, 3, "11111", "00111", "11011") { Slopes = [1 / 4.0, 1 / 16.0, 1 / 64.0, 1 / 256.0] },
        new AttentionCase(4, 4, 0, 5, null, "11100", "00111") { Slopes = [1 / 4.0, 1 / 16.0, 1 / 64.0, 1 / 256.0], SoftCap = 1.5 },
    ];

    [Theory]
    [MemberData(nameof(Cases))]
    public void RealTokens_AreAttendedAsInTheReference(AttentionCase situation)
    {
        (Tensor q, Tensor k, Tensor v) = Inputs(situation);

        Tensor actual = situation.Attend(q, k, v);

        Tensor expected = situation.Reference(q, k, v);
        for (int b = 0; b < situation.Batch; b++)
        {
            for (int i = 0; i < situation.Length; i++)
            {
                if (situation.IsReal(b, situation.Past + i))
                {
                    Near(expected[b, .., i], actual[b, .., i], 1e-6);
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Gradients_AreTheReferencesFiniteDifferences(AttentionCase situation)
    {
        (Tensor q, Tensor k, Tensor v) = Inputs(situation);
        Tensor cotangent = Random(4, q.shape) * Reality(situation);
        foreach (Tensor input in new[] { q, k, v })
        {
            input.requires_grad_();
        }

        situation.Attend(q, k, v).mul(cotangent).sum().backward();

        Tensor Loss(Tensor a, Tensor b, Tensor c) => situation.Reference(a, b, c).mul(cotangent).sum();
        Near(Directional(q, direction => Loss(Wide(q) + direction, k, v)), Along(q), 1e-5);
        Near(Directional(k, direction => Loss(q, Wide(k) + direction, v)), Along(k), 1e-5);
        Near(Directional(v, direction => Loss(q, k, Wide(v) + direction)), Along(v), 1e-5);
    }

    [Fact]
    public void SequenceOfPaddingAlone_HasNoNaNInOutputsAndGradients()
    {
        AttentionCase situation = new(4, 2, 0, 5, 2, "00000", "00110");
        (Tensor q, Tensor k, Tensor v) = Inputs(situation);
        q.requires_grad_();

        Tensor y = situation.With(inputs => Kernels.Attention(q, k, v, inputs));
        y.sum().backward();

        Assert.True(y.isfinite().all().ToBoolean());
        Assert.True(q.grad!.isfinite().all().ToBoolean());
    }

    [Theory]
    [InlineData("11111", null, false, true)]      // nothing to hide but the future
    [InlineData("11100", null, false, true)]      // padding on the right lies in the future
    [InlineData("00111", null, true, false)]
    [InlineData("11111", 5, false, true)]         // the window reaches over everything
    [InlineData("11111", 4, true, false)]
    public void Mask_IsMadeOnlyWhereBeingCausalDoesNotDo(string padding, int? window, bool hasMask, bool isCausal)
    {
        AttentionCase situation = new(4, 2, 0, 5, window, padding);

        Assert.Equal((hasMask, isCausal), situation.With(inputs => (inputs.See().Mask is not null, inputs.See().IsCausal)));
    }

    [Fact]
    public void LayersOfOneWindow_ShareAMask_AndWindowsBeyondTheSequenceAreNone()
    {
        AttentionCase situation = new(4, 2, 0, 6, 3);

        situation.With(inputs =>
        {
            Assert.Equal(inputs.See().Mask!.Handle, inputs.See(3).Mask!.Handle);
            Assert.NotEqual(inputs.See().Mask!.Handle, inputs.See(4).Mask!.Handle);
            Assert.Equal(new Sight(null, IsCausal: true), inputs.See(6));
            Assert.NotNull(inputs.See(6, isWritten: true).Mask);
            return 0;
        });
    }

    [Theory]
    [InlineData(4, new[] { 0.25, 0.0625, 0.015625, 0.00390625 })]
    [InlineData(8, new[] { 0.5, 0.25, 0.125, 0.0625, 0.03125, 0.015625, 0.0078125, 0.00390625 })]
    [InlineData(3, new[] { 0.0625, 0.00390625, 0.25 })]
    [InlineData(1, new[] { 0.00390625 })]
    public void AlibiSlopes_AreThePublishedOnes(int heads, double[] slopes) => Assert.Equal(slopes, new AlibiSlopes(heads).Slopes());

    [Fact]
    public void FalconsAlibi_IsMultipliedInBFloat16()
    {
        // 2^(-8/71 …) has more digits than bfloat16, and so has position 301.
        AlibiSlopes alibi = new(71, scale: 0.125, ScalarType.BFloat16);
        PassShape shape = new(Batch: 1, Past: 0, Length: 302, CPU, ScalarType.Float32);

        Tensor bias = alibi.Bias(default, shape);

        for (int h = 0; h < 71; h++)
        {
            float rounded = Rounded(Rounded((float)alibi.Slopes()[h]) * Rounded(301));
            Assert.Equal(rounded / 8, bias[0, h, 0, 301].ToSingle());
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData(2.0)]
    public void BFloat16_IsTheReferenceToItsPrecision(double? softCap)
    {
        AttentionCase situation = new(4, 2, 0, 6, 3) { SoftCap = softCap, Scale = 0.3 };
        (Tensor q, Tensor k, Tensor v) = Inputs(situation);
        (q, k, v) = (q.to(ScalarType.BFloat16), k.to(ScalarType.BFloat16), v.to(ScalarType.BFloat16));

        Tensor actual = Kernels.Attention(q, k, v, InBFloat16(situation), 0.3, softCap);

        Assert.Equal(ScalarType.BFloat16, actual.dtype);
        Near(situation.Reference(q, k, v), actual, 0.03);
    }

    [Fact]
    public void PassWithoutRotaryPositions_RefusesToTurn()
    {
        using AttentionInputs inputs = AttentionInputs.Prepare(zeros(1, 2, dtype: ScalarType.Int64), ForwardContext.None, zeros(1));
        Tensor q = Random(1, 1, 1, 2, 8);

        Assert.Throws<InvalidOperationException>(() => Kernels.ApplyRotary(q, q, inputs));
    }

    [Fact]
    public void LaterTokens_DoNotReachEarlierOutputs()
    {
        AttentionCase situation = new(4, 2, 0, 6, null);
        (Tensor q, Tensor k, Tensor v) = Inputs(situation);
        Tensor before = situation.With(inputs => Kernels.Attention(q, k, v, inputs));

        k[.., .., 4..].fill_(3);
        v[.., .., 4..].fill_(-5);
        Tensor after = situation.With(inputs => Kernels.Attention(q, k, v, inputs));

        Assert.Equal(0, Distance(after[.., .., ..4], before[.., .., ..4]));
        Assert.NotEqual(0, Distance(after[.., .., 4..], before[.., .., 4..]));
    }

    private static AttentionInputs InBFloat16(AttentionCase situation) => AttentionInputs.Prepare(
        zeros(1, situation.Length, dtype: ScalarType.Int64), ForwardContext.None, zeros(1, dtype: ScalarType.BFloat16), situation.Window);

    private static float Rounded(float value) => tensor(value).to(ScalarType.BFloat16).to(ScalarType.Float32).item<float>();

    private static (Tensor Q, Tensor K, Tensor V) Inputs(AttentionCase situation)
    {
        const long size = AttentionCase.HeadDim;
        (long b, long total) = (situation.Batch, situation.Total);
        return (
            Random(1, b, situation.Heads, situation.Length, size),
            Random(2, b, situation.KeyValueHeads, total, size),
            Random(3, b, situation.KeyValueHeads, total, size));
    }

    // 1 for real queries, 0 for padding, whose outputs nobody reads.
    private static Tensor Reality(AttentionCase situation) => situation.Mask is { } mask
        ? mask[.., situation.Past..].reshape(situation.Batch, 1, situation.Length, 1)
        : ones(1);

    private static Tensor Directional(Tensor at, Func<Tensor, Tensor> loss)
    {
        const double step = 1e-4;
        using IDisposable unrecorded = no_grad();
        Tensor direction = Direction(at) * step;
        return (loss(direction) - loss(-direction)) / (2 * step);
    }

    private static Tensor Wide(Tensor input) => input.detach().to(ScalarType.Float64);

    private static Tensor Along(Tensor input) => (input.grad! * Direction(input)).sum();

    private static Tensor Direction(Tensor like) => Random(5, like.shape).to(ScalarType.Float64) / Math.Sqrt(like.numel());
}
