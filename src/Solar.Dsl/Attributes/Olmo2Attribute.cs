using System;

namespace Solar;

/// <summary>Declares OLMo 2: norms after each block, queries and keys normed as a whole as a typed config.json (Olmo2Config of transformers).</summary>
/// <remarks>What is not written has the family's Hugging Face default. Every property is the config.json key of the same name in C#'s casing.</remarks>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class Olmo2Attribute : Attribute
{
    /// <summary>Whether the attention projections have a bias. Default: false.</summary>
    public bool AttentionBias { get; set; }

    /// <summary>Dropout of attention weights; only 0 is supported. Default: 0.</summary>
    public double AttentionDropout { get; set; }

    /// <summary>Token that begins a text.</summary>
    public int BosTokenId { get; set; }

    /// <summary>Token that ends a text. Default: 50279.</summary>
    public int EosTokenId { get; set; } = 50279;

    /// <summary>Activation of the feed-forward block. Default: <c>silu</c>.</summary>
    public string HiddenAct { get; set; } = "silu";

    /// <summary>Width of the residual stream. Default: 4096.</summary>
    public int HiddenSize { get; set; } = 4096;

    /// <summary>Standard deviation of freshly initialised matrices. Default: 0.02.</summary>
    public double InitializerRange { get; set; } = 0.02;

    /// <summary>Width of the feed-forward block. Default: 11008.</summary>
    public int IntermediateSize { get; set; } = 11008;

    /// <summary>Greatest number of positions. Default: 2048.</summary>
    public int MaxPositionEmbeddings { get; set; } = 2048;

    /// <summary>Number of query heads. Default: 32.</summary>
    public int NumAttentionHeads { get; set; } = 32;

    /// <summary>Number of decoder layers. Default: 32.</summary>
    public int NumHiddenLayers { get; set; } = 32;

    /// <summary>Number of key/value heads; as many as query heads where it is not written.</summary>
    public int NumKeyValueHeads { get; set; }

    /// <summary>Token that fills short rows. Default: 1.</summary>
    public int PadTokenId { get; set; } = 1;

    /// <summary>Epsilon of the norms. Default: 1e-5.</summary>
    public double RmsNormEps { get; set; } = 1e-5;

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
    public double RopeTheta { get; set; } = 10000.0;

    /// <summary>Whether the head is the embedding. Default: false.</summary>
    public bool TieWordEmbeddings { get; set; }

    /// <summary>Data type of the weights; that of the checkpoint where it is not written.</summary>
    public Dtype Dtype { get; set; }

    /// <summary>Whether generation keeps keys and values; carried into config.json. Default: true.</summary>
    public bool UseCache { get; set; } = true;

    /// <summary>Number of tokens of the vocabulary. Default: 50304.</summary>
    public int VocabSize { get; set; } = 50304;
}
