using System.Linq;
using Solar.Runtime.Layers;
using TorchSharp;
using TorchSharp.Modules;
using Xunit;
using static TorchSharp.torch;

namespace Solar.Runtime.Tests.Layers;

/// <summary>The norm against its formula.</summary>
public sealed class RmsNormTests : TorchTest
{
    private const double Eps = 1e-3;

    [Fact]
    public void Float32_IsTheFormula()
    {
        Tensor x = Random(1, 3, 5, 16), weight = Random(2, 16);
        RmsNorm norm = new(new Parameter(weight.clone()), Eps);

        Near(Formula(x, weight), norm.forward(x), 1e-6);
    }

    [Fact]
    public void TinyInput_IsHeldByEps()
    {
        RmsNorm norm = new(new Parameter(ones(16)), Eps);
        Tensor x = full([1, 16], 1e-6f);

        Near(Formula(x, ones(16)), norm.forward(x), 1e-9);
    }

    [Fact]
    public void BFloat16_IsNormedInFloat32AndRoundedBeforeTheWeight()
    {
        Tensor x = (Random(1, 4, 64) * 30).to(ScalarType.BFloat16), weight = Random(2, 64).to(ScalarType.BFloat16);
        RmsNorm norm = new(new Parameter(weight.clone()), Eps);

        Tensor expected = Formula(x, ones(64)).to(ScalarType.BFloat16).to(ScalarType.Float64) * weight.to(ScalarType.Float64);
        Tensor actual = norm.forward(x);

        Assert.Equal(ScalarType.BFloat16, actual.dtype);
        Assert.Equal(0, Distance(actual, expected.to(ScalarType.BFloat16)));
    }

    [Fact]
    public void Gradients_AreThoseOfTheFormula()
    {
        Tensor x = Random(1, 3, 16).requires_grad_(), weight = Random(2, 16), cotangent = Random(3, 3, 16);
        RmsNorm norm = new(new Parameter(weight.clone()), Eps);
        norm.forward(x).mul(cotangent).sum().backward();

        Tensor exactX = x.detach().to(ScalarType.Float64).requires_grad_(), exactWeight = weight.to(ScalarType.Float64).requires_grad_();
        Formula(exactX, exactWeight).mul(cotangent).sum().backward();

        Near(exactX.grad!, x.grad!, 1e-6);
        Near(exactWeight.grad!, norm.weight.grad!, 1e-6);
    }

    [Fact]
    public void ReplacedWeight_IsTheRegisteredOne()
    {
        RmsNorm norm = new(new Parameter(ones(4)), Eps);
        Parameter replacement = new(full([4], 2f));

        norm.weight = replacement;

        (string name, Parameter parameter) = Assert.Single(norm.named_parameters());
        Assert.Equal("weight", name);
        Assert.Equal(2, parameter[0].ToSingle());
        Near(Formula(ones(1, 4), full([4], 2f)), norm.forward(ones(1, 4)), 1e-6);
        Assert.Equal(["weight"], norm.state_dict().Keys.ToArray());
    }

    [Fact]
    public void NormMovedToAnotherType_UsesTheMovedWeight()
    {
        RmsNorm norm = default(Placement).RmsNorm(4, Eps);

        norm.to(ScalarType.Float64);

        Assert.Equal(ScalarType.Float64, norm.weight.dtype);
        Assert.Equal(norm.weight.Handle, Assert.Single(norm.parameters()).Handle);
        using (no_grad())
        {
            norm.parameters().Single().fill_(2);
        }

        Near(Formula(ones(1, 4), full([4], 2f)), norm.forward(ones(1, 4)), 1e-6);
    }

    [Fact]
    public void NormOfEveryHead_IsThatOfItsFeaturesAlone_HoweverTheyLie()
    {
        // Qwen3 norms queries after they are split into heads.
        Tensor q = Random(1, 2, 5, 3 * 16).view(2, 5, 3, 16).transpose(1, 2), weight = Random(2, 16);
        RmsNorm norm = new(new Parameter(weight.clone()), Eps);

        Near(Formula(q, weight), norm.forward(q), 1e-6);
    }

    private static Tensor Formula(Tensor x, Tensor weight)
    {
        Tensor exact = x.to(ScalarType.Float64);
        return weight.to(ScalarType.Float64) * exact / (exact.pow(2).mean([-1L], keepdim: true) + Eps).sqrt();
    }
}
