using System;

namespace Solar;

/// <summary>Declares a decoder-only language model by its components, which stand beside it: <see cref="AttentionAttribute"/>, a kind of positions, a feed-forward block, a norm.</summary>
/// <remarks>Every family is a preset of the same components; see docs/architectures.md. Its tensors have Llama's names.</remarks>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class DecoderAttribute : Attribute
{
    /// <summary>Token that begins a text. Default: 1.</summary>
    public int BosTokenId { get; set; } = 1;

    /// <summary>Data type of the weights; that of the checkpoint where it is not written.</summary>
    public Dtype Dtype { get; set; }

    /// <summary>By what embeddings are multiplied, such as the root of the width; nothing where it is not written.</summary>
    public double EmbeddingScale { get; set; }

    /// <summary>Token that ends a text. Default: 2.</summary>
    public int EosTokenId { get; set; } = 2;

    /// <summary>Bound of logits; none where it is not written.</summary>
    public double FinalLogitSoftcapping { get; set; }

    /// <summary>Whether the head has a bias. Default: false.</summary>
    public bool HeadBias { get; set; }

    /// <summary>Width of the residual stream. Default: 4096.</summary>
    public int HiddenSize { get; set; } = 4096;

    /// <summary>Standard deviation of freshly initialised matrices. Default: 0.02.</summary>
    public double InitializerRange { get; set; } = 0.02;

    /// <summary>Greatest number of positions. Default: 2048.</summary>
    public int MaxPositionEmbeddings { get; set; } = 2048;

    /// <summary>Number of decoder layers. Default: 32.</summary>
    public int NumHiddenLayers { get; set; } = 32;

    /// <summary>Token that fills short rows.</summary>
    public int PadTokenId { get; set; }

    /// <summary>Whether the head is the embedding. Default: false.</summary>
    public bool TieWordEmbeddings { get; set; }

    /// <summary>Whether generation keeps keys and values; carried into config.json. Default: true.</summary>
    public bool UseCache { get; set; } = true;

    /// <summary>Number of tokens of the vocabulary. Default: 32000.</summary>
    public int VocabSize { get; set; } = 32000;
}
