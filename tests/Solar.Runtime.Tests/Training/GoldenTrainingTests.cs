using System;
using System.Collections.Generic;
using System.Linq;
using Solar.Runtime.Layers;
using Solar.Runtime.Tests.Layers;
using Solar.Runtime.Training;
using Solar.Testing;
using TorchSharp.Modules;
using Xunit;
using static TorchSharp.torch;

namespace Solar.Runtime.Tests.Training;

/// <summary>Five steps of AdamW against transformers and torch.optim: losses, norms and the weights after them.</summary>
public sealed class GoldenTrainingTests : TorchTest
{
    private const int Steps = 5;

    /// <summary>
    /// A step divides by √v, so that the noise of a gradient near zero becomes a share of the learning rate, 1e-3: a few elements may be
    /// off by a part of one step. All together may not, and the losses say of what size a mistake would be: a decay of 0.09 for 0.1 shows in the second one.
    /// </summary>
    private const double WorstTolerance = 1e-4, MeanTolerance = 1e-6;

    [SkippableTheory]
    [InlineData("llama")]
    [InlineData("llama_linear_rope")]
    [InlineData("llama3_rope")]
    [InlineData("llama_mha_tied_bias")]
    [InlineData("mistral")]
    [InlineData("mistral_sw8")]
    public void FiveSteps_AreTheReference(string name)
    {
        string directory = SolarAssets.Path($"golden/{name}");
        Dictionary<string, Tensor> io = TensorFile.Read($"{directory}/io.safetensors");
        Dictionary<string, Tensor> expected = TensorFile.Read($"{directory}/adamw5.safetensors");
        float[] trajectory = io["adamw.loss_gradnorm"].data<float>().ToArray();
        HandwrittenLlama model = HandwrittenWeights.Load(directory);
        using TrainedParameters parameters = new(model);
        using AdamWOptimizer optimizer = new(parameters, beta1: 0.9, beta2: 0.95, epsilon: 1e-8, weightDecay: 0.1, decayed: ["*"]);

        for (int step = 0; step < Steps; step++)
        {
            Tensor loss = Loss(model, io);
            loss.backward();
            double norm = parameters.ClipGradNorm(1.0);
            optimizer.Step(learningRate: 1e-3);
            optimizer.ZeroGrad();

            Assert.Equal(trajectory[2 * step], loss.item<float>(), 1e-5 * trajectory[2 * step]);
            Assert.Equal(trajectory[(2 * step) + 1], norm, 2e-5 * trajectory[(2 * step) + 1]);
        }

        Assert.Equal(trajectory[2 * Steps], Loss(model, io).item<float>(), 1e-5 * trajectory[2 * Steps]);
        Assert.Equal(expected.Keys.Order(StringComparer.Ordinal), model.named_parameters().Select(entry => entry.name).Order(StringComparer.Ordinal));
        foreach ((string key, Parameter parameter) in model.named_parameters())
        {
            Tensor difference = (expected[key] - parameter).abs();
            double worst = difference.max().item<float>(), mean = difference.mean().item<float>();
            Assert.True(worst <= WorstTolerance && mean <= MeanTolerance, $"{key} is off by {worst} at worst, by {mean} on average");
        }
    }

    private static Tensor Loss(HandwrittenLlama model, Dictionary<string, Tensor> io) => Losses.NextToken(
        model.Hidden(io["input_ids"], ForwardContext.None), model.Head, io["labels"], Losses.CountTargets(io["labels"]));
}
