using System;

namespace Solar;

/// <summary>Declares a Mistral architecture as a typed config.json (MistralConfig of transformers): Llama with a sliding window and without biases.</summary>
/// <remarks>What is not written has the family's Hugging Face default. Every property is the config.json key of the same name in C#'s casing.</remarks>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class MistralAttribute : Attribute
{
    /// <summary>Dropout of attention weights; only 0 is supported. Default: 0.</summary>
    public double AttentionDropout { get; set; }

    /// <summary>Token that begins a text. Default: 1.</summary>
    public int BosTokenId { get; set; } = 1;

    /// <summary>Token that ends a text. Default: 2.</summary>
    public int EosTokenId { get; set; } = 2;

    /// <summary>Width of one head; hidden_size / num_attention_heads where it is not written.</summary>
    public int HeadDim { get; set; }

    /// <summary>Activation of the feed-forward block: <c>silu</c>, <c>gelu</c>, <c>gelu_pytorch_tanh</c> or <c>relu</c>. Default: <c>silu</c>.</summary>
    public string HiddenAct { get; set; } = "silu";

    /// <summary>Width of the residual stream. Default: 4096.</summary>
    public int HiddenSize { get; set; } = 4096;

    /// <summary>Standard deviation of freshly initialised matrices. Default: 0.02.</summary>
    public double InitializerRange { get; set; } = 0.02;

    /// <summary>Width of the feed-forward block. Default: 14336.</summary>
    public int IntermediateSize { get; set; } = 14336;

    /// <summary>Greatest number of positions. Default: 131072.</summary>
    public int MaxPositionEmbeddings { get; set; } = 131072;

    /// <summary>Number of query heads. Default: 32.</summary>
    public int NumAttentionHeads { get; set; } = 32;

    /// <summary>Number of decoder layers. Default: 32.</summary>
    public int NumHiddenLayers { get; set; } = 32;

    /// <summary>Number of key/value heads. Default: 8.</summary>
    public int NumKeyValueHeads { get; set; } = 8;

    /// <summary>Token that fills short rows. Default: none.</summary>
    public int PadTokenId { get; set; }

    /// <summary>Epsilon of the norms. Default: 1e-6.</summary>
    public double RmsNormEps { get; set; } = 1e-6;

    /// <summary>How rotary wavelengths are stretched: <c>default</c> (not at all), <c>linear</c> or <c>llama3</c>. Default: not at all.</summary>
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

    /// <summary>Number of latest positions that a query sees; 0 for all. Default: 4096.</summary>
    public int SlidingWindow { get; set; } = 4096;

    /// <summary>Whether the head is the embedding. Default: false.</summary>
    public bool TieWordEmbeddings { get; set; }

    /// <summary>Data type of the weights; that of the checkpoint where it is not written.</summary>
    public Dtype Dtype { get; set; }

    /// <summary>Whether generation keeps keys and values; carried into config.json. Default: true.</summary>
    public bool UseCache { get; set; } = true;

    /// <summary>Number of tokens of the vocabulary. Default: 32000.</summary>
    public int VocabSize { get; set; } = 32000;
}
