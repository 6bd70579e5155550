using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Solar.Runtime;
using Solar.Runtime.Layers;
using Solar.Runtime.Native;
using Solar.Runtime.Tests.Layers;
using Solar.Runtime.Training.Lora;
using Solar.Testing;
using TorchSharp;
using TorchSharp.Modules;
using Xunit;
using static TorchSharp.torch;

namespace Solar.Compiler.Tests.Emitting;

/// <summary>Adapters on the emitted model of every golden folder: fused projections, Conv1D and experts among them.</summary>
[Collection(nameof(GoldenModelTests))]
public sealed class LoraOnEmittedModelsTests : IDisposable
{
    private static readonly LoraSettings Settings = new() { Rank = 4, Alpha = 6 };

    private readonly DisposeScope _scope;

    public LoraOnEmittedModelsTests()
    {
        TorchLibrary.EnsureLoaded();
        set_num_threads(1);
        _scope = NewDisposeScope();
    }

    public void Dispose() => _scope.Dispose();

    public static TheoryData<string, double> Models => GoldenModelTests.Models;

    [SkippableTheory]
    [MemberData(nameof(Models))]
    public void Adapters_AreTheMergedModel_AndTheirGradientsAreProjectionsOfItsOwn(string name, double tolerance)
    {
        string folder = SolarAssets.Path($"golden/{name}");
        Dictionary<string, Tensor> io = TensorFile.Read(Path.Combine(folder, "io.safetensors"));
        ICausalLanguageModel model = EmittedAssembly.Load(FoundPrograms.Of(folder)).GetType(FoundPrograms.Base, throwOnError: true)!.Load(folder);
        Dictionary<string, Parameter> weights = ((nn.Module)model).named_parameters().ToDictionary(entry => entry.name, entry => entry.parameter);
        using LoraAdapters adapters = new((nn.Module)model, Settings, seed: 3);
        Assert.Equal(Maps((nn.Module)model), adapters.Modules.Select(module => module.Name));

        // Zero at first: the model itself.
        Near(io["logits"], model.forward(io["input_ids"], ForwardContext.None), tolerance);

        random.manual_seed(11);
        using (no_grad())
        {
            foreach (AdaptedModule module in adapters.Modules)
            {
                module.B.normal_(0, 0.02);
            }
        }

        Tensor logits = model.forward(io["input_ids"], ForwardContext.None);
        Loss(logits, io).backward();
        Assert.True((logits - io["logits"]).abs().max().item<float>() > 1e-3, "the adapters do nothing");

        using IDisposable off = adapters.Off();
        Near(io["logits"], model.forward(io["input_ids"], ForwardContext.None), tolerance);
        foreach (Parameter weight in weights.Values)
        {
            weight.grad = null;
        }

        using (no_grad())
        {
            foreach (AdaptedModule module in adapters.Modules)
            {
                Tensor product = module.B.matmul(module.A) * (6.0 / 4);
                weights[module.WeightName].add_(module.IsTransposed ? product.t() : product);
            }
        }

        Tensor merged = model.forward(io["input_ids"], ForwardContext.None);
        Near(merged, logits, 1e-5);
        Loss(merged, io).backward();
        foreach (AdaptedModule module in adapters.Modules)
        {
            Tensor full = weights[module.WeightName].grad!;
            full = module.IsTransposed ? full.t() : full;                          // dW, [out, in]
            Near((module.B.t().matmul(full) * 1.5).detach(), module.A.grad!, 1e-4);
            Near(full.matmul(module.A.t()).detach() * 1.5, module.B.grad!, 1e-4);
        }
    }

    /// <summary>Layers that are computed again in the backward pass give adapters the plain graph's gradients, over a base that is frozen, embedding and all.</summary>
    [SkippableTheory]
    [InlineData("llama")]
    [InlineData("gpt2")]
    [InlineData("mixtral")]
    public void GradientCheckpointing_GivesAdaptersTheSameGradients(string name)
    {
        string folder = SolarAssets.Path($"golden/{name}");
        Dictionary<string, Tensor> io = TensorFile.Read(Path.Combine(folder, "io.safetensors"));
        ICausalLanguageModel model = EmittedAssembly.Load(FoundPrograms.Of(folder)).GetType(FoundPrograms.Base, throwOnError: true)!.Load(folder);
        foreach (Parameter weight in ((nn.Module)model).parameters())
        {
            weight.requires_grad_(false);
        }

        using LoraAdapters adapters = new((nn.Module)model, Settings, seed: 3);
        using (no_grad())
        {
            adapters.Modules.ToList().ForEach(module => module.B.normal_(0, 0.02));
        }

        float[][] Gradients(ForwardContext context)
        {
            Loss(model.forward(io["input_ids"], context), io).backward();
            return [.. adapters.Modules.SelectMany(module => new[] { module.A, module.B }).Select(factor =>
            {
                float[] gradient = factor.grad!.data<float>().ToArray();
                factor.grad = null;
                return gradient;
            })];
        }

        Assert.Equal(Gradients(ForwardContext.None), Gradients(new ForwardContext { GradientCheckpointing = true }));
    }

    /// <summary>Every linear map within the backbone: all but the head.</summary>
    private static IEnumerable<string> Maps(nn.Module model) =>
        model.named_modules().Where(entry => entry.module is Linear or Conv1D && entry.name.Contains('.', StringComparison.Ordinal)).Select(entry => entry.name);

    private static Tensor Loss(Tensor logits, Dictionary<string, Tensor> io) =>
        nn.functional.cross_entropy(logits[.., ..^1].reshape(-1, logits.size(2)), io["labels"][.., 1..].reshape(-1), ignore_index: -100);

    private static void Near(Tensor expected, Tensor actual, double tolerance)
    {
        double size = expected.abs().max().item<float>(), off = (expected - actual).abs().max().item<float>();
        Assert.True(off <= tolerance * size + 1e-9, $"off by {off} of {size}");
    }
}
