using System;

namespace Solar;

/// <summary>Declares GPT-2: learned positions, Conv1D weights as a typed config.json (GPT2Config of transformers).</summary>
/// <remarks>What is not written has the family's Hugging Face default. Every property is the config.json key of the same name in C#'s casing.</remarks>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class Gpt2Attribute : Attribute
{
    /// <summary>Activation of the feed-forward block. Default: <c>gelu_new</c>.</summary>
    public string ActivationFunction { get; set; } = "gelu_new";

    /// <summary>Dropout, carried into config.json; emitted code has none. Default: 0.1.</summary>
    public double AttnPdrop { get; set; } = 0.1;

    /// <summary>Token that begins a text. Default: 50256.</summary>
    public int BosTokenId { get; set; } = 50256;

    /// <summary>Dropout, carried into config.json; emitted code has none. Default: 0.1.</summary>
    public double EmbdPdrop { get; set; } = 0.1;

    /// <summary>Token that ends a text. Default: 50256.</summary>
    public int EosTokenId { get; set; } = 50256;

    /// <summary>Standard deviation of freshly initialised matrices. Default: 0.02.</summary>
    public double InitializerRange { get; set; } = 0.02;

    /// <summary>Epsilon of the norms. Default: 1e-5.</summary>
    public double LayerNormEpsilon { get; set; } = 1e-5;

    /// <summary>Width of the residual stream. Default: 768.</summary>
    public int NEmbd { get; set; } = 768;

    /// <summary>Number of heads. Default: 12.</summary>
    public int NHead { get; set; } = 12;

    /// <summary>Width of the feed-forward block; four times n_embd where it is not written.</summary>
    public int NInner { get; set; }

    /// <summary>Number of decoder layers. Default: 12.</summary>
    public int NLayer { get; set; } = 12;

    /// <summary>Greatest number of positions. Default: 1024.</summary>
    public int NPositions { get; set; } = 1024;

    /// <summary>Token that fills short rows.</summary>
    public int PadTokenId { get; set; }

    /// <summary>Only false is supported. Default: false.</summary>
    public bool ReorderAndUpcastAttn { get; set; }

    /// <summary>Dropout, carried into config.json; emitted code has none. Default: 0.1.</summary>
    public double ResidPdrop { get; set; } = 0.1;

    /// <summary>Only false is supported. Default: false.</summary>
    public bool ScaleAttnByInverseLayerIdx { get; set; }

    /// <summary>Whether scores are divided by the root of the head size. Default: true.</summary>
    public bool ScaleAttnWeights { get; set; } = true;

    /// <summary>Whether the head is the embedding. Default: true.</summary>
    public bool TieWordEmbeddings { get; set; } = true;

    /// <summary>Data type of the weights; that of the checkpoint where it is not written.</summary>
    public Dtype Dtype { get; set; }

    /// <summary>Whether generation keeps keys and values; carried into config.json. Default: true.</summary>
    public bool UseCache { get; set; } = true;

    /// <summary>Number of tokens of the vocabulary. Default: 50257.</summary>
    public int VocabSize { get; set; } = 50257;
}
