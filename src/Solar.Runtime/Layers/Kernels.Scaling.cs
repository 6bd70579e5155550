using System;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Solar.Runtime.Layers;

public static partial class Kernels
{
    /// <summary>Soft capping, cap · tanh(x / cap): nearly x where |x| is far below the cap, never beyond it (Gemma 2).</summary>
    /// <param name="x">Logits or scores of any shape.</param>
    /// <param name="cap">The bound; above 0.</param>
    /// <returns>The same shape and type.</returns>
    public static Tensor SoftCap(Tensor x, double cap)
    {
        ArgumentNullException.ThrowIfNull(x);
        using Tensor quotient = x / cap;
        using Tensor bounded = quotient.tanh();
        return bounded * cap;
    }

    /// <summary>Embeddings times a constant that is first rounded to their own type, as Gemma's √hidden is.</summary>
    /// <param name="embeddings">[.., hidden].</param>
    /// <param name="factor">The constant.</param>
    /// <returns>The same shape and type.</returns>
    public static Tensor ScaleEmbeddings(Tensor embeddings, double factor)
    {
        ArgumentNullException.ThrowIfNull(embeddings);
        using Tensor rounded = tensor(factor, embeddings.dtype, embeddings.device);
        return embeddings * rounded;
    }

    /// <summary>Logits by the embedding's own rows: the head of a model that ties both.</summary>
    /// <param name="hidden">Hidden states [.., hidden].</param>
    /// <param name="embedding">The embedding, weight [vocabulary, hidden].</param>
    /// <returns>Logits [.., vocabulary].</returns>
    public static Tensor Unembed(Tensor hidden, Embedding embedding)
    {
        ArgumentNullException.ThrowIfNull(hidden);
        ArgumentNullException.ThrowIfNull(embedding);

        // TorchSharp's embedding makes a new handle of its weight for everybody who asks.
        using Tensor weight = embedding.weight!;
        return nn.functional.linear(hidden, weight);
    }
}
