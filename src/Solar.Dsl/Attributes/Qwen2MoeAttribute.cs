using System;

namespace Solar;

/// <summary>Declares Qwen2 with many small experts and one that is shared as a typed config.json (Qwen2MoeConfig of transformers).</summary>
/// <remarks>What is not written has the family's Hugging Face default. Every property is the config.json key of the same name in C#'s casing.</remarks>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class Qwen2MoeAttribute : Attribute
{
    /// <summary>Dropout of attention weights; only 0 is supported. Default: 0.</summary>
    public double AttentionDropout { get; set; }

    /// <summary>Token that begins a text.</summary>
    public int BosTokenId { get; set; }

    /// <summary>Every how many layers there are experts. Default: 1.</summary>
    public int DecoderSparseStep { get; set; } = 1;

    /// <summary>Token that ends a text.</summary>
    public int EosTokenId { get; set; }

    /// <summary>Activation of the feed-forward block. Default: <c>silu</c>.</summary>
    public string HiddenAct { get; set; } = "silu";

    /// <summary>Width of the residual stream. Default: 2048.</summary>
    public int HiddenSize { get; set; } = 2048;

    /// <summary>Standard deviation of freshly initialised matrices. Default: 0.02.</summary>
    public double InitializerRange { get; set; } = 0.02;

    /// <summary>Width of the feed-forward block. Default: 5632.</summary>
    public int IntermediateSize { get; set; } = 5632;

    /// <summary>For each layer sliding_attention or full_attention; where it is not written, use_sliding_window and max_window_layers say it.</summary>
    public string[]? LayerTypes { get; set; }

    /// <summary>Greatest number of positions. Default: 32768.</summary>
    public int MaxPositionEmbeddings { get; set; } = 32768;

    /// <summary>With use_sliding_window, the number of lowest layers that see all positions. Default: 28.</summary>
    public int MaxWindowLayers { get; set; } = 28;

    /// <summary>Layers without experts, from 0.</summary>
    public int[]? MlpOnlyLayers { get; set; }

    /// <summary>Width of one expert. Default: 1408.</summary>
    public int MoeIntermediateSize { get; set; } = 1408;

    /// <summary>Whether the weights of the chosen experts are made to sum to one. Default: false.</summary>
    public bool NormTopkProb { get; set; }

    /// <summary>Number of query heads. Default: 16.</summary>
    public int NumAttentionHeads { get; set; } = 16;

    /// <summary>Number of experts of a layer. Default: 60.</summary>
    public int NumExperts { get; set; } = 60;

    /// <summary>Number of experts that each position goes through. Default: 4.</summary>
    public int NumExpertsPerTok { get; set; } = 4;

    /// <summary>Number of decoder layers. Default: 24.</summary>
    public int NumHiddenLayers { get; set; } = 24;

    /// <summary>Number of key/value heads. Default: 16.</summary>
    public int NumKeyValueHeads { get; set; } = 16;

    /// <summary>Whether the load-balancing loss is part of the training loss. Default: false.</summary>
    public bool OutputRouterLogits { get; set; }

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

    /// <summary>Share of the load-balancing loss in the training loss. Default: 0.001.</summary>
    public double RouterAuxLossCoef { get; set; } = 0.001;

    /// <summary>Width of the expert that every position goes through. Default: 5632.</summary>
    public int SharedExpertIntermediateSize { get; set; } = 5632;

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
