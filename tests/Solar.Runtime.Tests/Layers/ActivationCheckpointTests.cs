using System.Collections.Generic;
using System.Linq;
using Solar.Runtime.Layers;
using TorchSharp;
using TorchSharp.Modules;
using Xunit;
using static TorchSharp.torch;

namespace Solar.Runtime.Tests.Layers;

/// <summary>Layers that are computed again in the backward pass.</summary>
public sealed class ActivationCheckpointTests : TorchTest
{
    private static readonly ForwardContext Checkpointing = new() { GradientCheckpointing = true };

    private static readonly HandwrittenShape Shape = new() { Layers = 3 };

    private readonly RotaryTable _rotary = new(headDim: 4, maxPositions: 8, theta: 10000);

    [Fact]
    public void Layer_RunsWithoutAndThenWithGradients()
    {
        List<bool> runs = [];
        using Parameter weight = new(Random(2, 6, 6));
        Tensor x = Random(1, 2, 5, 6).requires_grad_(true);
        AttentionInputs attention = Prepare(Checkpointing, x);

        Tensor y = Checkpointing.Run(Layer, x, attention, 0);
        Assert.Equal([false], runs);

        attention.Dispose();
        (y * 3).sum().backward();

        Assert.Equal([false, true], runs);
        Near(Gradient(x, weight, scale: 3), x.grad!, 0);

        Tensor Layer(Tensor input, AttentionInputs inputs, int depth)
        {
            runs.Add(is_grad_enabled());
            Assert.Equal(0, depth);
            Assert.NotNull(inputs.Rotary);
            Assert.Equal(1, inputs.Rotary.Value.Cos.cpu()[0, 0].item<float>());
            return nn.functional.silu(nn.functional.linear(input, weight));
        }
    }

    [Theory]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public void LayerThatNeedsNoGradient_RunsOnceAndPlainly(bool recorded, bool requiresGradient)
    {
        int runs = 0;
        Tensor x = Random(1, 2, 5, 6).requires_grad_(requiresGradient);
        using AttentionInputs attention = Prepare(Checkpointing, x);

        using (set_grad_enabled(recorded))
        {
            Tensor y = Checkpointing.Run((input, inputs, _) => { runs++; Assert.Same(attention, inputs); return input * 2; }, x, attention, 0);
            Assert.False(y.requires_grad);
        }

        Assert.Equal(1, runs);
    }

    [Fact]
    public void LayerThatDraws_DrawsTheSameAgain_AndTheGeneratorGoesOnAsIfItHadNot()
    {
        Tensor Drawn(ForwardContext context, out Tensor after)
        {
            random.manual_seed(5);
            Tensor x = Random(1, 2, 5, 6).requires_grad_(true);
            using AttentionInputs attention = Prepare(context, x);
            Tensor y = context.Run((input, _, _) => nn.functional.dropout(input * 2, 0.5, training: true), x, attention, 0);
            y = context.Run((input, _, _) => nn.functional.dropout(input * 2, 0.5, training: true), y, attention, 1);
            y.sum().backward();
            after = rand(3);
            return x.grad!;
        }

        Tensor plain = Drawn(ForwardContext.None, out Tensor plainAfter);
        Tensor again = Drawn(Checkpointing, out Tensor after);

        Assert.Contains(0f, plain.data<float>().ToArray());
        Near(plain, again, 0);
        Near(plainAfter, after, 0);
    }

    [Fact]
    public void RouterLogits_AreReportedOnceAndHaveTheirGradient()
    {
        (int Reports, Tensor Gradient) Routed(ForwardContext context)
        {
            using RouterLog log = new();
            using Parameter router = new(Random(3, 4, 6));
            Tensor x = Random(1, 2, 5, 6).requires_grad_(true);
            using AttentionInputs attention = Prepare(context with { Routers = log }, x);
            Tensor y = context.Run(Layer, x, attention, 0);
            log.LoadBalancingLoss(expertsPerToken: 2).backward();                          // of the logits alone: the output has no gradient
            return (log.Logits.Count, cat([router.grad!.reshape(-1), x.grad!.reshape(-1)]));

            Tensor Layer(Tensor input, AttentionInputs inputs, int depth)
            {
                inputs.Routers!.Add(nn.functional.linear(input.reshape(-1, 6), router));
                return input * 2;
            }
        }

        (int plainReports, Tensor plain) = Routed(ForwardContext.None);
        (int reports, Tensor gradient) = Routed(Checkpointing);

        Assert.Equal((1, 1), (plainReports, reports));
        Near(plain, gradient, 0);
        Assert.NotEqual(0, gradient.abs().max().item<float>());
    }

    [Fact]
    public void LayersRunTwiceInOnePass_HaveTheSumOfTheirGradients()
    {
        HandwrittenLlama model = HandwrittenWeights.Random(Shape);
        ForwardContext folded = new() { LayerOrder = [0, 1, 2, 1, 2] };

        Dictionary<string, Tensor> plain = Gradients(model, folded), again = Gradients(model, folded with { GradientCheckpointing = true });

        Assert.All(plain, pair => Near(pair.Value, again[pair.Key], 0));
    }

    [Fact]
    public void Steps_LeaveNoTensorBehind()
    {
        HandwrittenLlama model = HandwrittenWeights.Random(Shape);
        long[] live = new long[4];
        for (int i = 0; i < live.Length; i++)
        {
            using (NewDisposeScope())
            {
                Gradients(model, Checkpointing);
            }

            live[i] = DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount;
        }

        Assert.Single(live.Distinct());
    }

    private AttentionInputs Prepare(ForwardContext context, Tensor x) =>
        AttentionInputs.Prepare(zeros([x.size(0), x.size(1)], ScalarType.Int64), context, _rotary, x);

    private static Tensor Gradient(Tensor x, Tensor weight, double scale)
    {
        Tensor plain = x.detach().requires_grad_(true);
        (nn.functional.silu(nn.functional.linear(plain, weight)) * scale).sum().backward();
        return plain.grad!;
    }

    private static Dictionary<string, Tensor> Gradients(HandwrittenLlama model, ForwardContext context)
    {
        Tensor ids = tensor(new long[,] { { 5, 6, 7, 8 }, { 9, 10, 11, 12 } });
        model.forward(ids, context).square().mean().backward();
        Dictionary<string, Tensor> gradients = model.named_parameters().ToDictionary(entry => entry.name, entry => entry.parameter.grad!);
        foreach (Parameter parameter in model.parameters())
        {
            parameter.grad = null;
        }

        return gradients;
    }
}
