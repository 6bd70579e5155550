using System;

namespace Solar;

/// <summary>Declares Llama with biases of queries, keys and values; Qwen 1.5, 2 and 2.5 as a typed config.json (Qwen2Config of transformers).</summary>
/// <remarks>What is not written has the family's Hugging Face default. Every property is the config.json key of the same name in C#'s casing.</remarks>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class Qwen2Attribute : Attribute
{
    /// <summary>Dropout of attention weights; only 0 is supported. Default: 0.</summary>
    public double AttentionDropout { get; set; }

    /// <summary>Token that begins a text.</summary>
    public int BosTokenId { get; set; }

    /// <summary>Token that ends a text.</summary>
    public int EosTokenId { get; set; }

    /// <summary>Activation of the feed-forward block. Default: <c>silu</c>.</summary>
    public string HiddenAct { get; set; } = "silu";

    /// <summary>Width of the residual stream. Default: 4096.</summary>
    public int HiddenSize { get; set; } = 4096;

    /// <summary>Standard deviation of freshly initialised matrices. Default: 0.02.</summary>
    public double InitializerRange { get; set; } = 0.02;

    /// <summary>Width of the feed-forward block. Default: 22016.</summary>
    public int IntermediateSize { get; set; } = 22016;

    /// <summary>For each layer sliding_attention or full_attention; where it is not written, use_sliding_window and max_window_layers say it.</summary>
    public string[]? LayerTypes { get; set; }

    /// <summary>Greatest number of positions. Default: 32768.</summary>
    public int MaxPositionEmbeddings { get; set; } = 32768;

    /// <summary>With use_sliding_window, the number of lowest layers that see all positions. Default: 28.</summary>
    public int MaxWindowLayers { get; set; } = 28;

    /// <summary>Number of query heads. Default: 32.</summary>
    public int NumAttentionHeads { get; set; } = 32;

    /// <summary>Number of decoder layers. Default: 32.</summary>
    public int NumHiddenLayers { get; set; } = 32;

    /// <summary>Number of key/value heads. Default: 32.</summary>
    public int NumKeyValueHeads { get; set; } = 32;

    /// <summary>Token that fills short rows.</summary>
    public int PadTokenId { get; set; }

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

    /// <summary>Whether the head is the embedding. Default: false.</summary>
    public bool TieWordEmbeddings { get; set; }

    /// <summary>Data type of the weights; that of the checkpoint where it is not written.</summary>
    public Dtype Dtype { get; set; }

    /// <summary>Whether generation keeps keys and values; carried into config.json. Default: true.</summary>
    public bool UseCache { get; set; } = true;

    /// <summary>Whether the upper layers see the latest positions alone. Default: false.</summary>
    public bool UseSlidingWindow { get; set; }

    /// <summary>Number of tokens of the vocabulary. Default: 151936.</summary>
    public int VocabSize { get; set; } = 151936;
}
