using System.Collections.Generic;
using System.IO;
using System.Linq;
using Solar.Runtime.Layers;
using Solar.Testing;
using TorchSharp;
using TorchSharp.Modules;
using Xunit;
using static TorchSharp.torch;

namespace Solar.Runtime.Tests.Layers;

/// <summary>The layers against transformers: logits, hidden states, padding, gradients, generation.</summary>
public sealed class GoldenModelTests : TorchTest
{
    public static TheoryData<string, double> Models => new()
    {
        { "llama", 1e-5 },
        { "llama_linear_rope", 1e-5 },
        { "llama3_rope", 1e-5 },
        { "llama_mha_tied_bias", 3e-5 },
        { "mistral", 1e-5 },
        { "mistral_sw8", 1e-5 },
    };

    [SkippableTheory]
    [MemberData(nameof(Models))]
    public void WholeSequences_LogitsAndHiddenStatesAreTheReference(string name, double tolerance)
    {
        (HandwrittenLlama model, Dictionary<string, Tensor> io) = Open(name);
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
        (HandwrittenLlama model, Dictionary<string, Tensor> io) = Open(name);

        Tensor logits = model.forward(io["input_ids"], new ForwardContext { AttentionMask = io["mask"] });

        Tensor real = io["mask"].to(ScalarType.Bool);
        Near(io["padded.logits"][real], logits[real], tolerance);
    }

    [SkippableTheory]
    [MemberData(nameof(Models))]
    public void Loss_AndItsGradientsAreTheReference(string name, double tolerance)
    {
        (HandwrittenLlama model, Dictionary<string, Tensor> io) = Open(name);
        Dictionary<string, Tensor> expected = TensorFile.Read(SolarAssets.Path($"golden/{name}/grads.safetensors"));

        Tensor logits = model.forward(io["input_ids"]);
        Tensor loss = nn.functional.cross_entropy(
            logits[.., ..^1].reshape(-1, logits.size(2)), io["labels"][.., 1..].reshape(-1), ignore_index: -100);
        loss.backward();

        Near(io["loss"].squeeze(), loss, tolerance);
        Dictionary<string, Parameter> parameters = model.named_parameters().ToDictionary(entry => entry.name, entry => entry.parameter);
        Assert.Equal(expected.Keys.Order(), parameters.Keys.Order());
        foreach ((string key, Parameter parameter) in parameters)
        {
            Near(expected[key], parameter.grad!, tolerance);
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Models))]
    public void GreedyContinuation_WithAndWithoutCache_IdsAreTheReference(string name, double tolerance)
    {
        (HandwrittenLlama model, Dictionary<string, Tensor> io) = Open(name);
        using var unrecorded = no_grad();
        Tensor expected = io["greedy.ids"];                                               // [1, 20], 8 of them given

        using KeyValueCache cache = model.CreateCache(batch: 1, capacity: 20);
        Tensor cached = model.forward(expected[.., ..8], new ForwardContext { Cache = cache });
        for (int length = 8; length < 20; length++)
        {
            Tensor whole = model.forward(expected[.., ..length]);
            Near(whole[.., ^1], cached[.., ^1], tolerance);
            Assert.Equal(expected[0, length].ToInt64(), cached[0, -1].argmax().ToInt64());
            cached = model.forward(expected[.., length..(length + 1)], new ForwardContext { Cache = cache });
        }
    }

    private static (HandwrittenLlama Model, Dictionary<string, Tensor> Io) Open(string name)
    {
        string folder = SolarAssets.Path($"golden/{name}");
        return (HandwrittenWeights.Load(folder), TensorFile.Read(Path.Combine(folder, "io.safetensors")));
    }
}
