using System.Linq;
using TorchSharp;
using TorchSharp.Modules;
using Xunit;
using static TorchSharp.torch;

namespace Solar.Runtime.Tests.Layers;

/// <summary>Layer norms and GPT-2's linear map, as a placement makes them.</summary>
public sealed class LayerNormTests : TorchTest
{
    private const double Eps = 1e-3;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void LayerNorm_IsTheFormula_AndSoAreItsGradients(bool hasBias)
    {
        LayerNorm norm = default(Placement).LayerNorm(16, Eps, hasBias);
        using (no_grad())
        {
            foreach (Parameter parameter in norm.parameters())
            {
                parameter.add_(Random(2, 16));
            }
        }

        Tensor x = Random(1, 3, 5, 16).requires_grad_(), cotangent = Random(3, 3, 5, 16);
        Tensor actual = norm.forward(x);
        actual.mul(cotangent).sum().backward();

        Tensor exactX = x.detach().to(ScalarType.Float64).requires_grad_(), exactWeight = norm.weight!.detach().to(ScalarType.Float64).requires_grad_();
        Tensor centred = exactX - exactX.mean([-1L], keepdim: true);
        Tensor expected = exactWeight * centred / (centred.pow(2).mean([-1L], keepdim: true) + Eps).sqrt();
        expected = hasBias ? expected + norm.bias!.detach() : expected;
        expected.mul(cotangent).sum().backward();

        Assert.Equal(hasBias ? ["weight", "bias"] : ["weight"], norm.named_parameters().Select(entry => entry.name));
        Near(expected, actual, 2e-6);
        Near(exactX.grad!, x.grad!, 5e-6);
        Near(exactWeight.grad!, norm.weight.grad!, 5e-6);
    }

    [Fact]
    public void FreshLayerNorm_IsOneAndZero_OfTheDeclaredType()
    {
        LayerNorm norm = default(Placement).For(ScalarType.BFloat16, 0.02).LayerNorm(4, Eps);

        Assert.Equal((ScalarType.BFloat16, ScalarType.BFloat16), (norm.weight!.dtype, norm.bias!.dtype));
        Assert.Equal([1, 1, 1, 1], norm.weight.to(ScalarType.Float32).data<float>().ToArray());
        Assert.Equal([0, 0, 0, 0], norm.bias.to(ScalarType.Float32).data<float>().ToArray());
        Assert.Equal(ScalarType.BFloat16, norm.forward(zeros(1, 4, dtype: ScalarType.BFloat16)).dtype);
    }

    [Fact]
    public void Conv1D_MultipliesByItsWeightAsItLies()
    {
        Solar.Runtime.Layers.Conv1D map = new(new Parameter(Random(1, 3, 5)), new Parameter(Random(2, 5)));
        Tensor x = Random(3, 2, 4, 3);

        double[] input = Values(x), weight = Values(map.weight), bias = Values(map.bias);
        double[,,] expected = new double[2, 4, 5];
        for (int row = 0; row < 8; row++)
        {
            for (int o = 0; o < 5; o++)
            {
                expected[row / 4, row % 4, o] = bias[o] + Enumerable.Range(0, 3).Sum(i => input[(row * 3) + i] * weight[(i * 5) + o]);
            }
        }

        Near(tensor(expected), map.forward(x), 1e-6);
        Assert.Equal(["weight", "bias"], map.named_parameters().Select(entry => entry.name));
    }

    [Fact]
    public void Conv1D_TrainsItsOwnParameters_AndReplacedOnesAreTheRegisteredOnes()
    {
        Solar.Runtime.Layers.Conv1D map = new Placement(Generator: new Generator(1, CPU)).Conv1D(30, 50);
        Assert.Equal([30L, 50L], map.weight.shape);
        Assert.Equal(0.02, map.weight.std().ToDouble(), 2);
        Assert.Equal(0, map.bias.abs().max().ToSingle());

        using (NewDisposeScope())
        {
            map.weight = new Parameter(ones(30, 50));
            map.bias = new Parameter(full(50, 2f));
            map.forward(ones(2, 30)).sum().backward();
        }

        Assert.Equal(32, map.forward(ones(1, 30))[0, 0].ToSingle());
        Assert.Equal([2f, 2f], map.named_parameters().Select(entry => entry.parameter.grad!.max().ToSingle()));
    }

    [Fact]
    public void OnMeta_NothingTakesMemory()
    {
        nn.Module[] modules =
        [
            Placement.Meta.LayerNorm(1L << 40, Eps),
            Placement.Meta.LayerNorm(1L << 40, Eps, hasBias: false),
            Placement.Meta.GemmaRmsNorm(1L << 40, Eps),
            Placement.Meta.Conv1D(1L << 20, 1L << 20),
        ];

        Assert.All(modules.SelectMany(module => module.parameters()), parameter => Assert.Equal(DeviceType.META, parameter.device_type));
    }

    [Fact]
    public void ModulesMadeInAScope_SurviveIt()
    {
        nn.Module[] modules;
        using (NewDisposeScope())
        {
            modules = [default(Placement).LayerNorm(4, Eps), default(Placement).GemmaRmsNorm(4, Eps), default(Placement).Conv1D(4, 4)];
        }

        Assert.All(modules.SelectMany(module => module.parameters()), parameter => Assert.False(parameter.IsInvalid));
    }

    private static double[] Values(Tensor x) => x.detach().to(ScalarType.Float64).contiguous().data<double>().ToArray();
}
