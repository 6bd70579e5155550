using System.Collections.Generic;
using System.IO;
using System.Linq;
using TorchSharp.Modules;
using Xunit;
using static TorchSharp.torch;

namespace Solar.Runtime.Tests.Layers;

/// <summary>Fills a handwritten Llama.</summary>
internal static class HandwrittenWeights
{
    /// <summary>A model with the weights of a checkpoint folder; every tensor is used and every parameter filled.</summary>
    public static HandwrittenLlama Load(string directory)
    {
        HandwrittenLlama model = new(HandwrittenShape.Read(directory));
        Fill(model, TensorFile.Read(Path.Combine(directory, "model.safetensors")));
        return model;
    }

    /// <summary>A model with large random weights of a fixed seed, so that its logits are far from uniform.</summary>
    public static HandwrittenLlama Random(HandwrittenShape shape, ulong seed = 7)
    {
        using Generator generator = new(seed, CPU);
        return new HandwrittenLlama(shape, new Placement(Generator: generator) { InitializerRange = 0.3 });
    }

    private static void Fill(HandwrittenLlama model, Dictionary<string, Tensor> weights)
    {
        Dictionary<string, Parameter> parameters = model.named_parameters().ToDictionary(entry => entry.name, entry => entry.parameter);
        Assert.Equal(weights.Keys.Order(), parameters.Keys.Order());
        using var unrecorded = no_grad();
        foreach ((string name, Parameter parameter) in parameters)
        {
            Assert.Equal(weights[name].shape, parameter.shape);
            parameter.copy_(weights[name]);
        }
    }
}
