using System;
using Solar.Runtime.Layers;
using static TorchSharp.torch;

namespace Solar.Runtime;

/// <summary>A decoder-only language model: token ids in, logits of the next token out.</summary>
public interface ICausalLanguageModel : IDisposable
{
    /// <summary>Greatest number of positions that the model was declared with.</summary>
    int MaxPositions { get; }

    /// <summary>Logits of a batch of whole, unpadded sequences.</summary>
    /// <param name="inputIds">Token ids, int64 [batch, length].</param>
    /// <returns>Logits [batch, length, vocabulary].</returns>
    Tensor forward(Tensor inputIds);

    /// <summary>Logits, with padding, positions or a key/value cache.</summary>
    /// <param name="inputIds">Token ids, int64 [batch, length].</param>
    /// <param name="context">What this call has beside the ids.</param>
    /// <returns>Logits [batch, length, vocabulary].</returns>
    Tensor forward(Tensor inputIds, ForwardContext context);

    /// <summary>An empty cache of the shape that this model's attention asks for.</summary>
    /// <param name="batch">Number of sequences.</param>
    /// <param name="capacity">Greatest number of positions, prompt included.</param>
    KeyValueCache CreateCache(long batch, long capacity);
}
