using System;
using System.Linq;
using Solar.Runtime.Layers;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Solar.Runtime.Tests.Layers;

/// <summary>Activations, soft cap and scaled embeddings against their formulas in doubles.</summary>
public sealed class KernelsTests : TorchTest
{
    public static TheoryData<string, Func<Tensor, Tensor>, Func<double, double>> Functions => new()
    {
        { "gelu by tanh", Kernels.GeluTanh, x => x / 2 * (1 + Math.Tanh(Math.Sqrt(2 / Math.PI) * (x + (0.044715 * x * x * x)))) },
        { "quick gelu", Kernels.QuickGelu, x => x / (1 + Math.Exp(-1.702 * x)) },
        { "squared relu", Kernels.SquaredRelu, x => x > 0 ? x * x : 0 },
        { "soft cap", x => Kernels.SoftCap(x, 3), x => 3 * Math.Tanh(x / 3) },
    };

    [Theory]
    [MemberData(nameof(Functions))]
    public void EveryElement_IsTheFormula_AndItsGradientTheFormulasSlope(string name, Func<Tensor, Tensor> kernel, Func<double, double> formula)
    {
        Assert.NotEmpty(name);
        double[] points = [.. Enumerable.Range(-40, 81).Select(i => (i / 5.0) + 0.01)];
        Tensor x = tensor(points, ScalarType.Float32).requires_grad_();

        Tensor y = kernel(x);
        y.sum().backward();

        Near(tensor(points.Select(formula).ToArray()), y, 2e-5);
        Near(tensor(points.Select(point => (formula(point + 1e-5) - formula(point - 1e-5)) / 2e-5).ToArray()), x.grad!, 2e-5);
        Assert.Equal(ScalarType.BFloat16, kernel(x.to(ScalarType.BFloat16)).dtype);
    }

    [Fact]
    public void EmbeddingScale_IsRoundedToTheirType()
    {
        Tensor x = Random(1, 2, 3, 8);

        Near(x.to(ScalarType.Float64) * Math.Sqrt(3072), Kernels.ScaleEmbeddings(x, Math.Sqrt(3072)), 1e-4);

        // √3072 = 55.43 is 55.5 in bfloat16, and 1.125 · 55.5 is 62.5 there; 1.125 · 55.43 would be 62.25.
        Tensor rounded = Kernels.ScaleEmbeddings(full(1, 1.125f, dtype: ScalarType.BFloat16), Math.Sqrt(3072));
        Assert.Equal(62.5f, rounded.to(ScalarType.Float32).item<float>());
    }

    [Fact]
    public void Kernels_LeaveNothingBehind()
    {
        Tensor q = Random(1, 2, 4, 5, 8), k = Random(2, 2, 2, 5, 8), x = Random(3, 40);
        using IDisposable unrecorded = no_grad();
        using AttentionInputs inputs = AttentionInputs.Prepare(
            zeros(2, 5, dtype: ScalarType.Int64), ForwardContext.None, new RotaryTable(8, 8, 10_000, rotaryDim: 4), q, slidingWindow: 2);
        using DisposeScope scope = NewDisposeScope();

        Kernels.Attention(q, k, k, inputs);
        Kernels.Attention(q, k, k, inputs, scale: 0.1);
        Kernels.Attention(q, k, k, inputs, softCap: 5, slidingWindow: 3);
        Kernels.ApplyRotary(q, k, inputs);
        Kernels.SoftCap(x, 3);
        Kernels.ScaleEmbeddings(x, 3);
        Kernels.GeluTanh(x);
        Kernels.QuickGelu(x);
        Kernels.SquaredRelu(x);

        // What is returned is in the scope, and nothing else; masks are the pass's.
        Assert.Equal(10, scope.DisposablesCount);
        Tensor mask = inputs.See(3, isWritten: true).Mask!;
        inputs.Dispose();
        Assert.True(mask.IsInvalid);
    }
}
