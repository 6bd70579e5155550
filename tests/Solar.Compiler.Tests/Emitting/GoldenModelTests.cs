using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Solar.Runtime;
using Solar.Runtime.Layers;
using Solar.Runtime.Native;
using Solar.Runtime.Tests.Layers;
using Solar.Testing;
using TorchSharp;
using TorchSharp.Modules;
using Xunit;
using static TorchSharp.torch;

namespace Solar.Compiler.Tests.Emitting;

/// <summary>A config.json becomes code, and the code computes what transformers computes.</summary>
[Collection(nameof(GoldenModelTests))]
public sealed class GoldenModelTests : IDisposable
{
    private readonly DisposeScope _scope;

    public GoldenModelTests()
    {
        TorchLibrary.EnsureLoaded();
        set_num_threads(1);
        _scope = NewDisposeScope();
    }

    public static TheoryData<string, double> Models => new()
    {
        { "llama", 1e-5 },
        { "llama_linear_rope", 1e-5 },
        { "llama3_rope", 1e-5 },
        { "llama_mha_tied_bias", 3e-5 },
        { "mistral", 1e-5 },
        { "mistral_sw8", 1e-5 },
        { "mixtral", 1e-5 },
        { "mixtral_aux", 1e-5 },
        { "qwen2", 1e-5 },
        { "qwen2_tied", 3e-5 },
        { "qwen2_moe", 3e-5 },
        { "phi3", 1e-5 },
        { "falcon7b", 3e-5 },
        { "falcon40b", 3e-5 },
        { "falcon_rw_alibi", 3e-5 },
        { "gemma", 3e-5 },
        { "gemma2", 3e-5 },
        { "gpt2", 3e-5 },
        { "gpt_neox", 3e-5 },
    };

    [SkippableTheory]
    [MemberData(nameof(Models))]
    public void WholeSequences_LogitsAndHiddenStatesAreTheReference(string name, double tolerance)
    {
        (ICausalLanguageModel model, Dictionary<string, Tensor> io) = Open(name);
        Dictionary<int, Tensor> hidden = [];

        Tensor logits = model.forward(io["input_ids"], new ForwardContext { OnHidden = (index, x) => hidden[index] = x });

        Near(io["logits"], logits, tolerance);
        Assert.Equal([0, 1, 2, 3], hidden.Keys.Order());
        foreach ((int index, Tensor x) in hidden)
        {
            Near(io[$"hidden.{index}"], x, tolerance);
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Models))]
    public void RightPadding_LogitsOfRealTokensAreTheReference(string name, double tolerance)
    {
        (ICausalLanguageModel model, Dictionary<string, Tensor> io) = Open(name);

        Tensor logits = model.forward(io["input_ids"], new ForwardContext { AttentionMask = io["mask"] });

        Tensor real = io["mask"].to(ScalarType.Bool);
        Near(io["padded.logits"][real], logits[real], tolerance);
    }

    /// <summary>As the emitted loop computes it of rows with padding, which no router's statistics must count.</summary>
    [SkippableFact]
    public void RightPadding_LossWithTheBalanceOfRealTokensIsTheReference()
    {
        (ICausalLanguageModel model, Dictionary<string, Tensor> io) = Open("mixtral_aux");
        using RouterLog routers = new();

        Tensor logits = model.forward(io["input_ids"], new ForwardContext { Routers = routers });
        Tensor loss = nn.functional.cross_entropy(logits[.., ..^1].reshape(-1, logits.size(2)), io["padded.labels"][.., 1..].reshape(-1), ignore_index: -100);

        Near(io["padded.loss"].reshape([]), loss + (0.02 * routers.LoadBalancingLoss(expertsPerToken: 2, io["mask"])), 1e-5);
        Assert.NotEqual(io["padded.loss"].item<float>(), (loss + (0.02 * routers.LoadBalancingLoss(expertsPerToken: 2))).item<float>(), 1e-4);
    }

    /// <summary>The files have no padding on the left, and need none: real tokens must not see it, so their logits are those of the row alone.</summary>
    [SkippableTheory]
    [MemberData(nameof(Models))]
    public void LeftPaddingWithACache_LogitsOfRealTokensAreTheReference(string name, double tolerance)
    {
        (ICausalLanguageModel model, Dictionary<string, Tensor> io) = Open(name);
        using var unrecorded = no_grad();
        long length = io["input_ids"].size(1);
        Tensor padding = zeros(2, 5, dtype: ScalarType.Int64);
        Tensor ids = cat([padding, io["input_ids"]], 1);
        Tensor mask = cat([padding, ones(2, length, dtype: ScalarType.Int64)], 1);

        using KeyValueCache cache = model.CreateCache(batch: 2, capacity: 5 + length);
        Tensor prompt = model.forward(ids[.., ..(5 + 8)], new ForwardContext { AttentionMask = mask[.., ..(5 + 8)], Cache = cache });
        Near(io["logits"][.., ..8], prompt[.., 5..], tolerance);

        for (int at = 8; at < length; at++)
        {
            Tensor next = model.forward(ids[.., (5 + at)..(6 + at)], new ForwardContext { AttentionMask = mask[.., ..(6 + at)], Cache = cache });
            Near(io["logits"][.., at..(at + 1)], next, tolerance);
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Models))]
    public void Gradients_AreTheReference(string name, double tolerance)
    {
        (ICausalLanguageModel model, Dictionary<string, Tensor> io) = Open(name);
        Dictionary<string, Tensor> expected = TensorFile.Read(SolarAssets.Path($"golden/{name}/grads.safetensors"));

        using RouterLog routers = new();
        Tensor logits = model.forward(io["input_ids"], new ForwardContext { Routers = routers });
        Tensor loss = nn.functional.cross_entropy(logits[.., ..^1].reshape(-1, logits.size(2)), io["labels"][.., 1..].reshape(-1), ignore_index: -100);
        if (name == "mixtral_aux")
        {
            Tensor balance = routers.LoadBalancingLoss(expertsPerToken: 2);
            Near(io["aux_loss"].reshape([]), balance, tolerance);
            loss = loss + (0.02 * balance);                                               // router_aux_loss_coef of its config.json
        }

        Near(io["loss"].reshape([]), loss, tolerance);
        loss.backward();

        Dictionary<string, Parameter> parameters = ((nn.Module)model).named_parameters().ToDictionary(entry => entry.name, entry => entry.parameter);
        Assert.Equal(expected.Keys.Order(), parameters.Keys.Order());
        foreach ((string key, Parameter parameter) in parameters)
        {
            Near(expected[key], parameter.grad!, tolerance);
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Models))]
    public void GreedyContinuation_WithCache_IdsAreTheReference(string name, double tolerance)
    {
        (ICausalLanguageModel model, Dictionary<string, Tensor> io) = Open(name);
        using var unrecorded = no_grad();
        Tensor expected = io["greedy.ids"];                                               // [1, 20], 8 of them given

        using KeyValueCache cache = model.CreateCache(batch: 1, capacity: 20);
        Tensor cached = model.forward(expected[.., ..8], new ForwardContext { Cache = cache });
        for (int length = 8; length < 20; length++)
        {
            Near(model.forward(expected[.., ..length])[.., ^1], cached[.., ^1], tolerance);
            Assert.Equal(expected[0, length].ToInt64(), cached[0, -1].argmax().ToInt64());
            cached = model.forward(expected[.., length..(length + 1)], new ForwardContext { Cache = cache });
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Models))]
    public void PaddedLoss_IsTheReference(string name, double tolerance)
    {
        (ICausalLanguageModel model, Dictionary<string, Tensor> io) = Open(name);
        using RouterLog routers = new();

        Tensor logits = model.forward(io["input_ids"], new ForwardContext { AttentionMask = io["mask"], Routers = routers });
        Tensor loss = nn.functional.cross_entropy(
            logits[.., ..^1].reshape(-1, logits.size(2)), io["padded.labels"][.., 1..].reshape(-1), ignore_index: -100);

        Near(io["padded.loss"].reshape([]), name == "mixtral_aux" ? loss + (0.02 * routers.LoadBalancingLoss(2, io["mask"])) : loss, tolerance);
    }

    /// <summary>What stands in the table above are all folders that there are, and none of them is skipped: a missing one is a failure.</summary>
    [SkippableFact]
    public void EveryGoldenFolder_IsTested()
    {
        string[] folders = [.. Directory.EnumerateDirectories(SolarAssets.Path("golden")).Select(folder => Path.GetFileName(folder)).Where(name => name != "merge")];

        Assert.Equal(19, folders.Length);
        Assert.Equal(folders.Order(StringComparer.Ordinal), Models.Select(row => (string)((object[])row)[0]).Order(StringComparer.Ordinal));
        Assert.IsNotType<SkipException>(Record.Exception(() => SolarAssets.Path("golden/none")));
        Assert.NotNull(Record.Exception(() => SolarAssets.Path("golden/none")));
    }

    [SkippableTheory]
    [InlineData("mistral_sw8")]
    [InlineData("mixtral")]
    [InlineData("qwen2_moe")]
    [InlineData("phi3")]
    [InlineData("gpt_neox")]
    [InlineData("gpt2")]
    [InlineData("gemma2")]
    [InlineData("falcon_rw_alibi")]
    public void ForwardWithoutGradient_LeavesOnlyItsResultBehind(string name)
    {
        (ICausalLanguageModel model, Dictionary<string, Tensor> io) = Open(name);
        using var unrecorded = no_grad();
        Tensor inputIds = io["input_ids"];
        using (NewDisposeScope())
        {
            model.forward(inputIds);                                                      // fills the rotary table
        }

        // What others have left behind is not to be finalised in between.
        GC.Collect();
        GC.WaitForPendingFinalizers();

        // No scope around this one: what the pass does not free itself would stay. Classes that make tensors are one collection, so that none does meanwhile.
        long before = Tensor.TotalCount;
        using (Tensor logits = Outside(() => model.forward(inputIds)))
        {
            Assert.Equal(before + 1, Tensor.TotalCount);
        }
    }

    public void Dispose() => _scope.Dispose();

    private static Tensor Outside(Func<Tensor> pass) => System.Threading.Tasks.Task.Run(() =>
    {
        using var unrecorded = no_grad();
        return pass();
    }).GetAwaiter().GetResult();

    private static (ICausalLanguageModel Model, Dictionary<string, Tensor> Io) Open(string name)
    {
        string folder = SolarAssets.Path($"golden/{name}");
        Type type = EmittedAssembly.Load(FoundPrograms.Of(folder)).GetType(FoundPrograms.Base, throwOnError: true)!;
        return (type.Load(folder), TensorFile.Read(Path.Combine(folder, "io.safetensors")));
    }

    private static void Near(Tensor expected, Tensor actual, double tolerance)
    {
        Assert.Equal(expected.shape, actual.shape);
        double distance = (actual - expected).abs().max().ToDouble();
        Assert.True(distance <= tolerance, $"greatest difference {distance:g3}, allowed {tolerance:g3}");
    }
}
