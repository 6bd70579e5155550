using System.Linq;
using Solar.Runtime.Layers;
using TorchSharp;
using TorchSharp.Modules;
using Xunit;
using static TorchSharp.torch;

namespace Solar.Runtime.Tests.Layers;

/// <summary>Gemma's norm against its formula.</summary>
public sealed class GemmaRmsNormTests : TorchTest
{
    private const double Eps = 1e-3;

    [Fact]
    public void Weight_IsWhatIsAddedToOne()
    {
        Tensor x = Random(1, 3, 5, 16), weight = Random(2, 16);
        GemmaRmsNorm norm = new(new Parameter(weight.clone()), Eps);

        Near(Formula(x, weight), norm.forward(x), 2e-6);
    }

    [Fact]
    public void BFloat16_IsRoundedOnceAtTheEnd()
    {
        Tensor x = (Random(1, 4, 64) * 30).to(ScalarType.BFloat16), weight = Random(2, 64).to(ScalarType.BFloat16);
        GemmaRmsNorm norm = new(new Parameter(weight.clone()), Eps);

        Tensor actual = norm.forward(x);

        Assert.Equal(ScalarType.BFloat16, actual.dtype);
        Assert.Equal(0, Distance(actual, Formula(x, weight).to(ScalarType.Float32).to(ScalarType.BFloat16)));
    }

    [Fact]
    public void Gradients_AreThoseOfTheFormula()
    {
        Tensor x = Random(1, 3, 16).requires_grad_(), weight = Random(2, 16), cotangent = Random(3, 3, 16);
        GemmaRmsNorm norm = new(new Parameter(weight.clone()), Eps);
        norm.forward(x).mul(cotangent).sum().backward();

        Tensor exactX = x.detach().to(ScalarType.Float64).requires_grad_(), exactWeight = weight.to(ScalarType.Float64).requires_grad_();
        Formula(exactX, exactWeight).mul(cotangent).sum().backward();

        Near(exactX.grad!, x.grad!, 2e-6);
        Near(exactWeight.grad!, norm.weight.grad!, 2e-6);
    }

    [Fact]
    public void FreshNorm_DoesNotScale_AndItsWeightIsZero()
    {
        GemmaRmsNorm norm = default(Placement).GemmaRmsNorm(16, Eps);
        Tensor x = Random(1, 2, 16);

        Assert.Equal(0, norm.weight.abs().max().ToSingle());
        Near(Formula(x, zeros(16)), norm.forward(x), 2e-6);
        Assert.Equal(["weight"], norm.state_dict().Keys.ToArray());
    }

    private static Tensor Formula(Tensor x, Tensor weight)
    {
        Tensor exact = x.to(ScalarType.Float64);
        return (1 + weight.to(ScalarType.Float64)) * exact / (exact.pow(2).mean([-1L], keepdim: true) + Eps).sqrt();
    }
}
