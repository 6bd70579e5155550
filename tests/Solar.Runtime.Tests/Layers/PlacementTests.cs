using System.Linq;
using Solar.Runtime.Layers;
using TorchSharp;
using TorchSharp.Modules;
using Xunit;
using static TorchSharp.torch;

namespace Solar.Runtime.Tests.Layers;

/// <summary>How parameters come into being.</summary>
public sealed class PlacementTests : TorchTest
{
    [Fact]
    public void FreshWeights_HaveTheDeclaredSpreadAndZeroBias()
    {
        Placement placement = new Placement(Generator: new Generator(1, CPU)).For(ScalarType.Float32, 0.05);

        Linear linear = placement.Linear(300, 400, hasBias: true);
        Embedding embedding = placement.Embedding(500, 300);

        Assert.Equal([400L, 300L], linear.weight!.shape);
        Assert.Equal(0.05, linear.weight.std().ToDouble(), 3);
        Assert.Equal(0.0, linear.weight.mean().ToDouble(), 3);
        Assert.Equal(0.0, linear.bias!.abs().max().ToDouble());
        Assert.Equal(0.05, embedding.weight!.std().ToDouble(), 3);
        Assert.All(linear.parameters().Concat(embedding.parameters()), parameter => Assert.True(parameter.requires_grad));
    }

    [Fact]
    public void SameSeed_GivesTheSameWeights()
    {
        HandwrittenLlama first = HandwrittenWeights.Random(new HandwrittenShape(), 3), second = HandwrittenWeights.Random(new HandwrittenShape(), 3);

        foreach ((Parameter a, Parameter b) in first.parameters().Zip(second.parameters()))
        {
            Assert.Equal(0, Distance(a, b));
        }
    }

    [Fact]
    public void CallersChoice_GoesBeforeTheDeclaration()
    {
        Placement placement = new Placement(Dtype: ScalarType.BFloat16).For(ScalarType.Float32, 0.02);

        Assert.Equal(ScalarType.BFloat16, placement.Linear(4, 4).weight!.dtype);
        Assert.Equal(ScalarType.BFloat16, placement.RmsNorm(4, 1e-5).weight.dtype);
        Assert.Equal(ScalarType.Float16, default(Placement).For(ScalarType.Float16, 0.02).Embedding(4, 4).weight!.dtype);
    }

    [Fact]
    public void ModulesMadeInAScope_SurviveIt()
    {
        HandwrittenLlama model;
        using (NewDisposeScope())
        {
            model = HandwrittenWeights.Random(new HandwrittenShape { HasAttentionBias = true, HasMlpBias = true });
            model.forward(zeros(1, 3, dtype: ScalarType.Int64)).sum().backward();
        }

        Assert.All(model.parameters(), parameter => Assert.False(parameter.IsInvalid));
        Assert.Equal([1L, 3L, 64L], model.forward(zeros(1, 3, dtype: ScalarType.Int64)).shape);
    }

    [Fact]
    public void ParametersReplacedInAScope_SurviveIt()
    {
        RmsNorm norm = default(Placement).RmsNorm(4, 1e-5);
        using (NewDisposeScope())
        {
            norm.weight = new Parameter(full([4], 3f));
        }

        Assert.Equal(3, norm.weight[0].ToSingle());
    }

    [Fact]
    public void ModelMovedToAnotherType_ComputesInIt()
    {
        HandwrittenLlama model = HandwrittenWeights.Random(new HandwrittenShape());
        using var unrecorded = no_grad();
        Tensor ids = tensor(new long[,] { { 1, 2, 3 } });
        Tensor before = model.forward(ids);

        model.to(ScalarType.Float64);

        Assert.All(model.parameters(), parameter => Assert.Equal(ScalarType.Float64, parameter.dtype));
        Tensor after = model.forward(ids);
        Assert.Equal(ScalarType.Float64, after.dtype);
        Near(after, before, 1e-4);
    }

    [Fact]
    public void EmbeddingWeight_IsTheParameterThatIsTrained()
    {
        Embedding embedding = default(Placement).Embedding(5, 3);

        embedding.forward(tensor(new long[] { 2, 2 })).sum().backward();

        Parameter parameter = Assert.Single(embedding.parameters());
        Assert.Equal([0, 0, 6, 0, 0], parameter.grad!.sum(1).data<float>().ToArray());
        using var unrecorded = no_grad();
        parameter.fill_(4);
        Assert.Equal(4, embedding.forward(tensor(new long[] { 1 }))[0, 0].ToSingle());
    }

    [Fact]
    public void ParameterNames_AreThoseOfTheCheckpoint()
    {
        HandwrittenLlama model = new(new HandwrittenShape { Layers = 1 }, Placement.Meta);

        Assert.Equal(
            [
                "model.embed_tokens.weight",
                "model.layers.0.input_layernorm.weight",
                "model.layers.0.self_attn.q_proj.weight",
                "model.layers.0.self_attn.k_proj.weight",
                "model.layers.0.self_attn.v_proj.weight",
                "model.layers.0.self_attn.o_proj.weight",
                "model.layers.0.post_attention_layernorm.weight",
                "model.layers.0.mlp.gate_proj.weight",
                "model.layers.0.mlp.up_proj.weight",
                "model.layers.0.mlp.down_proj.weight",
                "model.norm.weight",
                "lm_head.weight",
            ],
            model.named_parameters().Select(entry => entry.name));
        Assert.Equal(model.named_parameters().Select(entry => entry.name).Order(), model.state_dict().Keys.Order());
    }
}
