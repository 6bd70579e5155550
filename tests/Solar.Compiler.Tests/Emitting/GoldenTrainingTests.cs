using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Solar.Runtime;
using Solar.Runtime.Layers;
using Solar.Runtime.Native;
using Solar.Runtime.Tests.Layers;
using Solar.Runtime.Training;
using Solar.Testing;
using TorchSharp;
using TorchSharp.Modules;
using Xunit;
using static TorchSharp.torch;

namespace Solar.Compiler.Tests.Emitting;

/// <summary>Five steps of AdamW on the emitted model of every golden folder, against transformers and torch.optim.</summary>
[Collection(nameof(GoldenModelTests))]
public sealed class GoldenTrainingTests : IDisposable
{
    private const int Steps = 5;

    private const double Noise = 1e-6, MeanTolerance = 5e-6;

    private readonly DisposeScope _scope;

    public GoldenTrainingTests()
    {
        TorchLibrary.EnsureLoaded();
        set_num_threads(1);
        _scope = NewDisposeScope();
    }

    public static TheoryData<string, double> Models => GoldenModelTests.Models;

    /// <summary>
    /// A step divides by √v, so that the noise of a gradient near zero becomes a share of the learning rate, 1e-3: weights are compared on
    /// average, and without those whose gradient is noise alone, as that of every bias of keys is, which no softmax sees.
    /// Losses and norms would show a decay of 0.09 for 0.1 in the second step.
    /// </summary>
    [SkippableTheory]
    [MemberData(nameof(Models))]
    public void FiveSteps_LossesNormsAndWeightsAreTheReference(string name, double tolerance)
    {
        string folder = SolarAssets.Path($"golden/{name}");
        Dictionary<string, Tensor> io = TensorFile.Read(Path.Combine(folder, "io.safetensors"));
        Dictionary<string, Tensor> expected = TensorFile.Read(Path.Combine(folder, "adamw5.safetensors"));
        Dictionary<string, Tensor> gradients = TensorFile.Read(Path.Combine(folder, "grads.safetensors"));
        float[] trajectory = io["adamw.loss_gradnorm"].data<float>().ToArray();
        ICausalLanguageModel model = EmittedAssembly.Load(FoundPrograms.Of(folder)).GetType(FoundPrograms.Base, throwOnError: true)!.Load(folder);
        using TrainedParameters parameters = new((nn.Module)model);
        using AdamWOptimizer optimizer = new(parameters, beta1: 0.9, beta2: 0.95, epsilon: 1e-8, weightDecay: 0.1, decayed: ["*"]);

        for (int step = 0; step < Steps; step++)
        {
            using DisposeScope inner = NewDisposeScope();
            Tensor loss = Loss(name, model, io);
            loss.backward();
            double norm = parameters.ClipGradNorm(1.0);
            optimizer.Step(learningRate: 1e-3);
            optimizer.ZeroGrad();

            Assert.Equal(trajectory[2 * step], loss.item<float>(), tolerance * trajectory[2 * step]);
            Assert.Equal(trajectory[(2 * step) + 1], norm, 5 * tolerance * trajectory[(2 * step) + 1]);
        }

        Assert.Equal(trajectory[2 * Steps], Loss(name, model, io).item<float>(), tolerance * trajectory[2 * Steps]);
        Dictionary<string, Parameter> trained = ((nn.Module)model).named_parameters().ToDictionary(entry => entry.name, entry => entry.parameter);
        Assert.Equal(expected.Keys.Order(), trained.Keys.Order());
        foreach ((string key, Parameter parameter) in trained)
        {
            Tensor counted = gradients[key].abs().gt(Noise).to(ScalarType.Float32);
            double mean = ((expected[key] - parameter).abs() * counted).sum().item<float>() / Math.Max(1, counted.sum().item<float>());
            Assert.True(mean <= MeanTolerance, $"{key} is off by {mean} on average");
        }
    }

    public void Dispose() => _scope.Dispose();

    private static Tensor Loss(string name, ICausalLanguageModel model, Dictionary<string, Tensor> io)
    {
        using RouterLog routers = new();
        Tensor logits = model.forward(io["input_ids"], new ForwardContext { Routers = routers });
        Tensor loss = nn.functional.cross_entropy(logits[.., ..^1].reshape(-1, logits.size(2)), io["labels"][.., 1..].reshape(-1), ignore_index: -100);
        return name == "mixtral_aux" ? loss + (0.02 * routers.LoadBalancingLoss(expertsPerToken: 2)) : loss;
    }
}
