using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Solar.Runtime;
using Solar.Runtime.Layers;
using Solar.Runtime.Training;
using Xunit;
using static TorchSharp.torch;

namespace Solar.Lab.Tests.Golden;

/// <summary>Compares an emitted module with the reference's results. Generic, since the module is compiled when the test runs.</summary>
internal static class GoldenChecks
{
    public static void LogitsAndHiddenStates<TModel>(string folder, double tolerance)
        where TModel : nn.Module, ICausalLanguageModel, IModelDefinition<TModel>
    {
        using var io = new GoldenTensors(Path.Combine(folder, "io.safetensors"));
        using TModel model = TModel.Load(folder);
        using IDisposable noGrad = no_grad();

        var hidden = new Dictionary<int, Tensor>();
        var context = new ForwardContext { OnHidden = (index, state) => hidden.Add(index, state.clone()) };
        Tensor logits = model.forward(io["input_ids"], context);

        GoldenTensors.AssertClose(io["logits"], logits, tolerance, "logits");
        Assert.Equal([0, 1, 2, 3], hidden.Keys.Order());
        foreach ((int index, Tensor state) in hidden)
        {
            GoldenTensors.AssertClose(io[$"hidden.{index}"], state, tolerance, $"hidden.{index}");
        }
    }

    public static void PaddedBatch<TModel>(string folder, double tolerance)
        where TModel : nn.Module, ICausalLanguageModel, IModelDefinition<TModel>
    {
        using var io = new GoldenTensors(Path.Combine(folder, "io.safetensors"));
        using TModel model = TModel.Load(folder);
        using IDisposable noGrad = no_grad();

        Tensor mask = io["mask"];
        Tensor logits = model.forward(io["input_ids"], new ForwardContext { AttentionMask = mask });

        Tensor real = mask.unsqueeze(-1).to(ScalarType.Float32);
        GoldenTensors.AssertClose(io["padded.logits"] * real, logits * real, tolerance, "padded.logits");
        GoldenTensors.AssertClose(io["padded.loss"].reshape(1), Loss(model, io["input_ids"], io["padded.labels"], mask).reshape(1), tolerance, "padded.loss");
    }

    public static void LossAndGradients<TModel>(string folder, double tolerance)
        where TModel : nn.Module, ICausalLanguageModel, IModelDefinition<TModel>
    {
        using var io = new GoldenTensors(Path.Combine(folder, "io.safetensors"));
        using var expected = new GoldenTensors(Path.Combine(folder, "grads.safetensors"));
        using TModel model = TModel.Load(folder);

        Tensor loss = Loss(model, io["input_ids"], io["labels"], mask: null);
        loss.backward();

        GoldenTensors.AssertClose(io["loss"].reshape(1), loss.detach().reshape(1), tolerance, "loss");
        (string Name, Tensor Gradient)[] gradients = [.. model.named_parameters().Select(p => (p.name, p.parameter.grad!))];
        Assert.Equal(TModel.Tensors().Select(t => t.Name).Order(StringComparer.Ordinal), gradients.Select(g => g.Name).Order(StringComparer.Ordinal));
        foreach ((string name, Tensor gradient) in gradients)
        {
            Assert.True(gradient is not null, $"{name} has no gradient");
            GoldenTensors.AssertClose(expected[name], gradient!, tolerance, $"gradient of {name}");
        }
    }

    public static void GreedyIds<TModel>(string folder)
        where TModel : nn.Module, ICausalLanguageModel, IModelDefinition<TModel>
    {
        using var io = new GoldenTensors(Path.Combine(folder, "io.safetensors"));
        using TModel model = TModel.Load(folder);
        using IDisposable noGrad = no_grad();

        long[] expected = io["greedy.ids"].data<long>().ToArray();
        long[] prompt = io["input_ids"].data<long>().ToArray()[..8];
        Assert.Equal(expected[..8], prompt);

        // With the cache, token by token, as generation runs.
        List<long> ids = [.. prompt];
        using KeyValueCache cache = model.CreateCache(batch: 1, capacity: expected.Length);
        long[] next = prompt;
        while (ids.Count < expected.Length)
        {
            Tensor logits = model.forward(tensor(next).unsqueeze(0), new ForwardContext { Cache = cache });
            long best = logits[0, -1].argmax().item<long>();
            ids.Add(best);
            next = [best];
        }

        Assert.Equal(expected, ids);
    }

    public static void OptimizerSteps<TModel>(string folder, double lossTolerance)
        where TModel : nn.Module, ICausalLanguageModel, IModelDefinition<TModel>
    {
        using var io = new GoldenTensors(Path.Combine(folder, "io.safetensors"));
        using var expected = new GoldenTensors(Path.Combine(folder, "adamw5.safetensors"));
        using var gradients = new GoldenTensors(Path.Combine(folder, "grads.safetensors"));
        using TModel model = TModel.Load(folder);
        using var parameters = new TrainedParameters(model);
        using var optimizer = new AdamWOptimizer(parameters, beta1: 0.9, beta2: 0.95, epsilon: 1e-8, weightDecay: 0.1, decayed: ["*"]);

        float[] trajectory = io["adamw.loss_gradnorm"].data<float>().ToArray();
        for (int step = 0; step < 5; step++)
        {
            Tensor loss = Loss(model, io["input_ids"], io["labels"], mask: null);
            loss.backward();
            double norm = parameters.ClipGradNorm(1.0);
            AssertRelative(trajectory[2 * step], loss.item<float>(), lossTolerance, $"loss of step {step}");
            AssertRelative(trajectory[(2 * step) + 1], norm, lossTolerance, $"gradient norm of step {step}");
            optimizer.Step(learningRate: 1e-3);
            optimizer.ZeroGrad();
        }

        AssertRelative(trajectory[10], Loss(model, io["input_ids"], io["labels"], mask: null).item<float>(), lossTolerance, "final loss");
        using IDisposable noGrad = no_grad();
        foreach ((string name, TorchSharp.Modules.Parameter parameter) in model.named_parameters())
        {
            // A step divides by the root of the second moment, so the noise of a tiny gradient is magnified: only larger ones are compared.
            Tensor counted = gradients[name].abs().gt(1e-6).to(ScalarType.Float32);
            GoldenTensors.AssertClose(expected[name] * counted, parameter * counted, 1e-4, name);
        }
    }

    private static Tensor Loss<TModel>(TModel model, Tensor inputIds, Tensor labels, Tensor? mask)
        where TModel : nn.Module, ICausalLanguageModel, IModelDefinition<TModel>
    {
        Tensor hidden = model.Hidden(inputIds, new ForwardContext { AttentionMask = mask });
        long targets = labels.narrow(1, 1, labels.size(1) - 1).ne(-100).sum().item<long>();
        return Losses.NextToken(hidden, model.Head, labels, targets);
    }

    private static void AssertRelative(double expected, double actual, double tolerance, string what) =>
        Assert.True(Math.Abs(expected - actual) <= tolerance * Math.Abs(expected), $"{what}: expected {expected}, is {actual}");
}
