using System;
using System.Collections.Generic;
using System.Linq;
using Solar.Runtime;
using Solar.Runtime.Layers;
using Solar.Runtime.Native;
using Solar.Runtime.Tests.Layers;
using Solar.Testing;
using Solar.Validation;
using TorchSharp;
using TorchSharp.Modules;
using Xunit;
using static TorchSharp.torch;

namespace Solar.Compiler.Tests.Emitting;

/// <summary>Layers computed again in the backward pass: the emitted model of every golden folder gets the gradients of the plain graph, to the bit.</summary>
[Collection(nameof(GoldenModelTests))]
public sealed class GradientCheckpointingTests : IDisposable
{
    private readonly DisposeScope _scope;

    public GradientCheckpointingTests()
    {
        TorchLibrary.EnsureLoaded();
        set_num_threads(1);
        _scope = NewDisposeScope();
    }

    public static TheoryData<string> Models => [.. GoldenModelTests.Models.Select(row => (string)row[0])];

    [SkippableTheory]
    [MemberData(nameof(Models))]
    public void LossAndGradients_AreThoseOfThePlainGraph(string name)
    {
        Dictionary<string, Tensor> io = TensorFile.Read(SolarAssets.Path($"golden/{name}/io.safetensors"));
        Dictionary<string, Tensor> expected = TensorFile.Read(SolarAssets.Path($"golden/{name}/grads.safetensors"));
        nn.Module model = Load(name, ScalarType.Float32);

        Assert.Equal(expected.Keys.Order(), Compare(name, model, io, ForwardContext.None));
        Compare(name, model, io, Padded(io));
        Compare(name, model, io, Packed(io["input_ids"]));
    }

    [SkippableTheory]
    [InlineData("llama")]
    [InlineData("gemma2")]
    [InlineData("mixtral_aux")]
    public void InBFloat16_TheyAreToo(string name)
    {
        Dictionary<string, Tensor> io = TensorFile.Read(SolarAssets.Path($"golden/{name}/io.safetensors"));

        Compare(name, Load(name, ScalarType.BFloat16), io, ForwardContext.None);
    }

    [SkippableTheory]
    [InlineData("*.layers.1.*")]
    [InlineData("*.layers.0.*")]
    [InlineData("*.embed_tokens.*")]
    [InlineData("*.layers.0.block_sparse_moe.*", "*.layers.2.self_attn.*")]
    [InlineData("lm_head.*")]
    public void WhereOnlySomeParametersAreTrained_TheyHaveTheirGradients(params string[] unfrozen)
    {
        Dictionary<string, Tensor> io = TensorFile.Read(SolarAssets.Path("golden/mixtral_aux/io.safetensors"));
        nn.Module model = Load("mixtral_aux", ScalarType.Float32);
        string[] trained = [.. model.named_parameters().Select(entry => entry.name).Where(name => unfrozen.Any(pattern => NamePattern.Matches(pattern, name))).Order()];
        foreach ((string name, Parameter parameter) in model.named_parameters())
        {
            parameter.requires_grad_(trained.Contains(name));
        }

        Assert.NotEmpty(trained);
        Assert.Equal(trained, Compare("mixtral_aux", model, io, ForwardContext.None));
    }

    public void Dispose() => _scope.Dispose();

    private static nn.Module Load(string name, ScalarType dtype)
    {
        string folder = SolarAssets.Path($"golden/{name}");
        return (nn.Module)EmittedAssembly.Load(FoundPrograms.Of(folder)).GetType(FoundPrograms.Base, throwOnError: true)!.Load(folder, new Placement(Dtype: dtype));
    }

    /// <returns>Names of the parameters that have a gradient.</returns>
    private static string[] Compare(string name, nn.Module model, Dictionary<string, Tensor> io, ForwardContext context)
    {
        (float loss, Dictionary<string, byte[]> gradients) = Gradients(name, model, io, context);
        (float again, Dictionary<string, byte[]> recomputed) = Gradients(name, model, io, context with { GradientCheckpointing = true });

        Assert.Equal(loss, again);
        Assert.Equal(gradients.Keys, recomputed.Keys);
        Assert.All(gradients, pair => Assert.Equal(pair.Value, recomputed[pair.Key]));
        return [.. recomputed.Keys.Order()];
    }

    private static (float Loss, Dictionary<string, byte[]> Gradients) Gradients(
        string name, nn.Module model, Dictionary<string, Tensor> io, ForwardContext context)
    {
        using DisposeScope scope = NewDisposeScope();
        using RouterLog routers = new();
        Tensor logits;
        using (DisposeScope pass = NewDisposeScope())
        {
            logits = ((ICausalLanguageModel)model).forward(io["input_ids"], context with { Routers = routers }).MoveToOuterDisposeScope();
        }

        Tensor loss = nn.functional.cross_entropy(
            logits[.., ..^1].reshape(-1, logits.size(2)).to(ScalarType.Float32), io["labels"][.., 1..].reshape(-1), ignore_index: -100);
        loss = name == "mixtral_aux" ? loss + (0.02 * routers.LoadBalancingLoss(expertsPerToken: 2)) : loss;
        loss.backward();

        Dictionary<string, byte[]> gradients = [];
        foreach ((string key, Parameter parameter) in model.named_parameters())
        {
            if (parameter.grad is Tensor gradient)
            {
                gradients[key] = gradient.bytes.ToArray();
                parameter.grad = null;
            }
        }

        return (loss.item<float>(), gradients);
    }

    // Padding on the left, which being causal does not hide.
    private static ForwardContext Padded(Dictionary<string, Tensor> io) => new() { AttentionMask = io["mask"].flip(1) };

    private static ForwardContext Packed(Tensor ids)
    {
        long length = ids.size(1), half = length / 2;
        Tensor documents = arange(length).ge(half).to(ScalarType.Int64).expand(ids.size(0), -1);
        return new ForwardContext { DocumentIds = documents, Positions = (arange(length) - (documents * half)).contiguous() };
    }
}
