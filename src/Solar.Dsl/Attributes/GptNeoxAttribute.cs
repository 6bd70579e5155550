using System;

namespace Solar;

/// <summary>Declares GPT-NeoX and Pythia: partly rotary heads, parallel residual as a typed config.json (GPTNeoXConfig of transformers).</summary>
/// <remarks>What is not written has the family's Hugging Face default. Every property is the config.json key of the same name in C#'s casing.</remarks>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class GptNeoxAttribute : Attribute
{
    /// <summary>Whether the attention projections have a bias. Default: true.</summary>
    public bool AttentionBias { get; set; } = true;

    /// <summary>Dropout of attention weights; only 0 is supported. Default: 0.</summary>
    public double AttentionDropout { get; set; }

    /// <summary>Token that begins a text. Default: 0.</summary>
    public int BosTokenId { get; set; }

    /// <summary>Dropout, carried into config.json; emitted code has none. Default: 0.1.</summary>
    public double ClassifierDropout { get; set; } = 0.1;

    /// <summary>Token that ends a text. Default: 2.</summary>
    public int EosTokenId { get; set; } = 2;

    /// <summary>Activation of the feed-forward block. Default: <c>gelu</c>.</summary>
    public string HiddenAct { get; set; } = "gelu";

    /// <summary>Dropout, carried into config.json; emitted code has none. Default: 0.</summary>
    public double HiddenDropout { get; set; }

    /// <summary>Width of the residual stream. Default: 6144.</summary>
    public int HiddenSize { get; set; } = 6144;

    /// <summary>Standard deviation of freshly initialised matrices. Default: 0.02.</summary>
    public double InitializerRange { get; set; } = 0.02;

    /// <summary>Width of the feed-forward block. Default: 24576.</summary>
    public int IntermediateSize { get; set; } = 24576;

    /// <summary>Epsilon of the norms. Default: 1e-5.</summary>
    public double LayerNormEps { get; set; } = 1e-5;

    /// <summary>Greatest number of positions. Default: 2048.</summary>
    public int MaxPositionEmbeddings { get; set; } = 2048;

    /// <summary>Number of query heads. Default: 64.</summary>
    public int NumAttentionHeads { get; set; } = 64;

    /// <summary>Number of decoder layers. Default: 44.</summary>
    public int NumHiddenLayers { get; set; } = 44;

    /// <summary>Token that fills short rows.</summary>
    public int PadTokenId { get; set; }

    /// <summary>How rotary wavelengths are stretched: <c>default</c> (not at all), <c>linear</c>, <c>dynamic</c>, <c>yarn</c> or <c>llama3</c>. Default: not at all.</summary>
    public string? RopeScalingType { get; set; }

    /// <summary>By how much rotary wavelengths are stretched; needed by every <see cref="RopeScalingType"/> but <c>default</c>.</summary>
    public double RopeScalingFactor { get; set; }

    /// <summary>llama3: wavelengths longer than the original context divided by this are stretched fully. Default: 1.</summary>
    public double RopeScalingLowFreqFactor { get; set; } = 1.0;

    /// <summary>llama3: wavelengths shorter than the original context divided by this stay as they are. Default: 4.</summary>
    public double RopeScalingHighFreqFactor { get; set; } = 4.0;

    /// <summary>llama3: the context before stretching, which that type needs.</summary>
    public int RopeScalingOriginalMaxPositionEmbeddings { get; set; }

    /// <summary>Base of the rotary wavelengths. Default: 10000.</summary>
    public double RotaryEmbBase { get; set; } = 10000.0;

    /// <summary>Share of each head that is turned. Default: 0.25.</summary>
    public double RotaryPct { get; set; } = 0.25;

    /// <summary>Whether the head is the embedding. Default: false.</summary>
    public bool TieWordEmbeddings { get; set; }

    /// <summary>Data type of the weights; that of the checkpoint where it is not written.</summary>
    public Dtype Dtype { get; set; }

    /// <summary>Whether generation keeps keys and values; carried into config.json. Default: true.</summary>
    public bool UseCache { get; set; } = true;

    /// <summary>Whether attention and feed-forward block both read the layer's input. Default: true.</summary>
    public bool UseParallelResidual { get; set; } = true;

    /// <summary>Number of tokens of the vocabulary. Default: 50432.</summary>
    public int VocabSize { get; set; } = 50432;
}
