using System;

namespace Solar;

/// <summary>Declares Gemma 2: norms on both sides of each block, soft caps, a window in every other layer as a typed config.json (Gemma2Config of transformers).</summary>
/// <remarks>What is not written has the family's Hugging Face default. Every property is the config.json key of the same name in C#'s casing.</remarks>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class Gemma2Attribute : Attribute
{
    /// <summary>Whether the attention projections have a bias. Default: false.</summary>
    public bool AttentionBias { get; set; }

    /// <summary>Dropout of attention weights; only 0 is supported. Default: 0.</summary>
    public double AttentionDropout { get; set; }

    /// <summary>Bound of attention scores; 0 or null for none. Default: 50.</summary>
    public double AttnLogitSoftcapping { get; set; } = 50.0;

    /// <summary>Token that begins a text. Default: 2.</summary>
    public int BosTokenId { get; set; } = 2;

    /// <summary>How transformers caches keys and values; carried into config.json. Default: <c>hybrid</c>.</summary>
    public string CacheImplementation { get; set; } = "hybrid";

    /// <summary>Token that ends a text. Default: 1.</summary>
    public int EosTokenId { get; set; } = 1;

    /// <summary>Bound of logits; 0 or null for none. Default: 30.</summary>
    public double FinalLogitSoftcapping { get; set; } = 30.0;

    /// <summary>Width of one head. Default: 256.</summary>
    public int HeadDim { get; set; } = 256;

    /// <summary>Activation of the feed-forward block. Default: <c>gelu_pytorch_tanh</c>.</summary>
    public string HiddenActivation { get; set; } = "gelu_pytorch_tanh";

    /// <summary>Width of the residual stream. Default: 2304.</summary>
    public int HiddenSize { get; set; } = 2304;

    /// <summary>Standard deviation of freshly initialised matrices. Default: 0.02.</summary>
    public double InitializerRange { get; set; } = 0.02;

    /// <summary>Width of the feed-forward block. Default: 9216.</summary>
    public int IntermediateSize { get; set; } = 9216;

    /// <summary>For each layer sliding_attention or full_attention; where it is not written, every other one from the first slides.</summary>
    public string[]? LayerTypes { get; set; }

    /// <summary>Greatest number of positions. Default: 8192.</summary>
    public int MaxPositionEmbeddings { get; set; } = 8192;

    /// <summary>Number of query heads. Default: 8.</summary>
    public int NumAttentionHeads { get; set; } = 8;

    /// <summary>Number of decoder layers. Default: 26.</summary>
    public int NumHiddenLayers { get; set; } = 26;

    /// <summary>Number of key/value heads. Default: 4.</summary>
    public int NumKeyValueHeads { get; set; } = 4;

    /// <summary>Token that fills short rows. Default: 0.</summary>
    public int PadTokenId { get; set; }

    /// <summary>Scores are divided by the root of this. Default: 256.</summary>
    public double QueryPreAttnScalar { get; set; } = 256.0;

    /// <summary>Epsilon of the norms. Default: 1e-6.</summary>
    public double RmsNormEps { get; set; } = 1e-6;

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

    /// <summary>Number of latest positions that a query sees; 0 or null for all. Default: 4096.</summary>
    public int SlidingWindow { get; set; } = 4096;

    /// <summary>Whether the head is the embedding. Default: true.</summary>
    public bool TieWordEmbeddings { get; set; } = true;

    /// <summary>Data type of the weights; that of the checkpoint where it is not written.</summary>
    public Dtype Dtype { get; set; }

    /// <summary>Whether generation keeps keys and values; carried into config.json. Default: true.</summary>
    public bool UseCache { get; set; } = true;

    /// <summary>Number of tokens of the vocabulary. Default: 256000.</summary>
    public int VocabSize { get; set; } = 256000;
}
