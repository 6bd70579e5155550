using System.Collections.Generic;
using Solar.Runtime.Checkpoints;
using Solar.Runtime.Layers;
using static TorchSharp.torch;

namespace Solar.Runtime;

/// <summary>What the generator emits for every declared model, so that generic code can build, load, save and train it without reflection.</summary>
/// <typeparam name="TSelf">The model itself.</typeparam>
public interface IModelDefinition<TSelf> : ICheckpointDefinition<TSelf>
    where TSelf : nn.Module, ICausalLanguageModel, IModelDefinition<TSelf>
{
    /// <summary>What was declared of this model.</summary>
    static abstract ModelDescription Description { get; }

    /// <summary>Every tensor of the checkpoint by its Hugging Face name, in the order of the forward pass.</summary>
    static abstract IEnumerable<TensorShape> Tensors();

    /// <summary>For every tensor of the checkpoint, how it is made of tensors of the source checkpoints; nothing without a source.</summary>
    static abstract IEnumerable<TensorRule> WeightMap();

    /// <summary>A model with fresh weights; on the meta device, with shapes alone.</summary>
    /// <param name="placement">Device, type and generator of the parameters.</param>
    static abstract TSelf Create(Placement placement = default);

    /// <summary>Replaces every parameter by the one that the source has under its name.</summary>
    /// <param name="source">Where the parameters come from.</param>
    void Bind(ParameterSource source);

    /// <summary>Writes a folder in Hugging Face's layout: config.json and safetensors.</summary>
    /// <param name="directory">The folder; it appears whole or not at all.</param>
    void Save(string directory);

    /// <summary>Everything below the language-model head.</summary>
    /// <param name="inputIds">Token ids, int64 [batch, length].</param>
    /// <param name="context">What this call has beside the ids.</param>
    /// <returns>Hidden states after the final norm, [batch, length, hidden].</returns>
    Tensor Hidden(Tensor inputIds, ForwardContext context);

    /// <summary>The language-model head.</summary>
    /// <param name="hidden">Hidden states after the final norm, [.., hidden].</param>
    /// <returns>Logits [.., vocabulary].</returns>
    Tensor Head(Tensor hidden);
}
