using System;
using System.Collections.Generic;
using Solar.Runtime.Layers;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Solar.Runtime.Tests.Layers;

/// <summary>What a caller may say about a pass, and what is refused.</summary>
public sealed class ForwardContextTests : TorchTest
{
    private static readonly HandwrittenShape Shape = new() { Layers = 4 };

    [Fact]
    public void LayerOrder_RunsThoseLayersInThatOrder()
    {
        HandwrittenLlama model = HandwrittenWeights.Random(Shape);
        Tensor ids = tensor(new long[,] { { 5, 6, 7 } });

        Tensor all = model.forward(ids, new ForwardContext { LayerOrder = [0, 1, 2, 3] });
        Tensor upscaled = model.forward(ids, new ForwardContext { LayerOrder = [0, 1, 2, 1, 2, 3] });

        Near(model.forward(ids), all, 0);
        Assert.NotEqual(0, Distance(all, upscaled));
    }

    [Fact]
    public void LayerOrderLongerThanTheModel_WorksWithACache()
    {
        HandwrittenLlama model = HandwrittenWeights.Random(Shape);
        using var unrecorded = no_grad();
        int[] order = [0, 1, 2, 1, 2, 3];
        Tensor ids = tensor(new long[,] { { 5, 6, 7 } });
        using KeyValueCache cache = model.CreateCache(batch: 1, capacity: 3);

        model.forward(ids[.., ..2], new ForwardContext { LayerOrder = order, Cache = cache });
        Tensor last = model.forward(ids[.., 2..], new ForwardContext { LayerOrder = order, Cache = cache });

        Near(model.forward(ids, new ForwardContext { LayerOrder = order })[0, 2], last[0, 0], 1e-5);
    }

    [Fact]
    public void ProbesOfALayerOrder_AreOnePerLayerAndTheNorm()
    {
        HandwrittenLlama model = HandwrittenWeights.Random(Shape);
        List<int> seen = [];

        model.forward(tensor(new long[,] { { 5 } }), new ForwardContext { LayerOrder = [3, 3], OnHidden = (index, _) => seen.Add(index) });

        Assert.Equal([0, 1, 2], seen);
    }

    [Theory]
    [InlineData(4)]
    [InlineData(-1)]
    public void LayerOutsideTheModel_IsRefusedByPlaceAndNumber(int layer)
    {
        HandwrittenLlama model = HandwrittenWeights.Random(Shape);

        ArgumentOutOfRangeException refusal = Assert.Throws<ArgumentOutOfRangeException>(
            () => model.forward(tensor(new long[,] { { 5 } }), new ForwardContext { LayerOrder = [0, layer] }));

        Assert.Contains($"LayerOrder[1] is {layer}, the model has layers 0 to 3", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void MaskOfOtherLength_IsRefusedWithBothShapes()
    {
        HandwrittenLlama model = HandwrittenWeights.Random(Shape);

        ArgumentException refusal = Assert.Throws<ArgumentException>(
            () => model.forward(tensor(new long[,] { { 5, 6 } }), new ForwardContext { AttentionMask = ones(1, 3) }));

        Assert.Contains("the attention mask is [1, 3], it has to be [batch, past + length] = [1, 2]", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void PositionsOfOtherShapeOrNegative_AreRefused()
    {
        HandwrittenLlama model = HandwrittenWeights.Random(Shape);
        Tensor ids = tensor(new long[,] { { 5, 6 } });

        Assert.Throws<ArgumentException>(() => model.forward(ids, new ForwardContext { Positions = zeros(1, 3, dtype: ScalarType.Int64) }));
        Assert.Throws<ArgumentException>(() => model.forward(ids, new ForwardContext { Positions = tensor(new long[,] { { -1, 0 } }) }));
    }

    [Theory]
    [InlineData(ScalarType.Bool)]
    [InlineData(ScalarType.Int64)]
    [InlineData(ScalarType.Float32)]
    public void MaskOfAnyType_MeansTheSame(ScalarType dtype)
    {
        HandwrittenLlama model = HandwrittenWeights.Random(Shape);
        Tensor mask = tensor(new long[,] { { 0, 1, 1 } }).to(dtype);

        Tensor padded = model.forward(tensor(new long[,] { { 0, 6, 7 } }), new ForwardContext { AttentionMask = mask });

        Near(model.forward(tensor(new long[,] { { 6, 7 } }))[0], padded[0, 1..], 1e-5);
    }

    [Theory]
    [InlineData(ScalarType.BFloat16, 0.15)]
    [InlineData(ScalarType.Float64, 1e-4)]
    public void OtherDataTypes_RunWithPaddingWindowAndCache(ScalarType dtype, double tolerance)
    {
        HandwrittenLlama model = HandwrittenWeights.Random(Shape with { Window = 3 });
        using var unrecorded = no_grad();
        Tensor ids = tensor(new long[,] { { 0, 0, 5, 6, 7 }, { 5, 6, 7, 8, 9 } });
        Tensor mask = tensor(new long[,] { { 0, 0, 1, 1, 1 }, { 1, 1, 1, 1, 1 } });
        Tensor exact = model.forward(ids, new ForwardContext { AttentionMask = mask });

        model.to(dtype);
        using KeyValueCache cache = model.CreateCache(batch: 2, capacity: 5);
        model.forward(ids[.., ..4], new ForwardContext { AttentionMask = mask[.., ..4], Cache = cache });
        Tensor last = model.forward(ids[.., 4..], new ForwardContext { AttentionMask = mask, Cache = cache });

        Assert.Equal(dtype, last.dtype);
        Near(exact[.., 4..] / exact.abs().max(), last / exact.abs().max(), tolerance);
    }

    [Fact]
    public void EvaluationInInferenceMode_DoesNotSpoilTrainingAfterIt()
    {
        HandwrittenLlama model = HandwrittenWeights.Random(Shape);
        Tensor ids = tensor(new long[,] { { 5, 6, 7 } });
        using (inference_mode())
        {
            model.forward(ids);
        }

        model.forward(ids).sum().backward();

        Assert.All(model.parameters(), parameter => Assert.True(parameter.grad!.isfinite().all().ToBoolean()));
    }
}
