using System;

namespace Solar;

/// <summary>Declares Phi-3: fused projections, longrope as a typed config.json (Phi3Config of transformers).</summary>
/// <remarks>What is not written has the family's Hugging Face default. Every property is the config.json key of the same name in C#'s casing.</remarks>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class Phi3Attribute : Attribute
{
    /// <summary>Dropout of attention weights; only 0 is supported. Default: 0.</summary>
    public double AttentionDropout { get; set; }

    /// <summary>Token that begins a text. Default: 1.</summary>
    public int BosTokenId { get; set; } = 1;

    /// <summary>Dropout, carried into config.json; emitted code has none. Default: 0.</summary>
    public double EmbdPdrop { get; set; }

    /// <summary>Token that ends a text. Default: 32000.</summary>
    public int EosTokenId { get; set; } = 32000;

    /// <summary>Activation of the feed-forward block. Default: <c>silu</c>.</summary>
    public string HiddenAct { get; set; } = "silu";

    /// <summary>Width of the residual stream. Default: 3072.</summary>
    public int HiddenSize { get; set; } = 3072;

    /// <summary>Standard deviation of freshly initialised matrices. Default: 0.02.</summary>
    public double InitializerRange { get; set; } = 0.02;

    /// <summary>Width of the feed-forward block. Default: 8192.</summary>
    public int IntermediateSize { get; set; } = 8192;

    /// <summary>Greatest number of positions. Default: 4096.</summary>
    public int MaxPositionEmbeddings { get; set; } = 4096;

    /// <summary>Number of query heads. Default: 32.</summary>
    public int NumAttentionHeads { get; set; } = 32;

    /// <summary>Number of decoder layers. Default: 32.</summary>
    public int NumHiddenLayers { get; set; } = 32;

    /// <summary>Number of key/value heads; as many as query heads where it is not written.</summary>
    public int NumKeyValueHeads { get; set; }

    /// <summary>The context before stretching. Default: 4096.</summary>
    public int OriginalMaxPositionEmbeddings { get; set; } = 4096;

    /// <summary>Token that fills short rows. Default: 32000.</summary>
    public int PadTokenId { get; set; } = 32000;

    /// <summary>Share of each head that is turned. Default: 1.</summary>
    public double PartialRotaryFactor { get; set; } = 1.0;

    /// <summary>Dropout, carried into config.json; emitted code has none. Default: 0.</summary>
    public double ResidPdrop { get; set; }

    /// <summary>Epsilon of the norms. Default: 1e-5.</summary>
    public double RmsNormEps { get; set; } = 1e-5;

    /// <summary>How rotary wavelengths are stretched: longrope (older: su). Default: not at all.</summary>
    public string? RopeScalingType { get; set; }

    /// <summary>longrope: the factor of each wavelength beyond the original context.</summary>
    public double[]? RopeScalingLongFactor { get; set; }

    /// <summary>longrope: the factor of each wavelength within the original context.</summary>
    public double[]? RopeScalingShortFactor { get; set; }

    /// <summary>Base of the rotary wavelengths. Default: 10000.</summary>
    public double RopeTheta { get; set; } = 10000.0;

    /// <summary>Number of latest positions that a query sees; 0 or null for all.</summary>
    public int SlidingWindow { get; set; }

    /// <summary>Whether the head is the embedding. Default: false.</summary>
    public bool TieWordEmbeddings { get; set; }

    /// <summary>Data type of the weights; that of the checkpoint where it is not written.</summary>
    public Dtype Dtype { get; set; }

    /// <summary>Whether generation keeps keys and values; carried into config.json. Default: true.</summary>
    public bool UseCache { get; set; } = true;

    /// <summary>Number of tokens of the vocabulary. Default: 32064.</summary>
    public int VocabSize { get; set; } = 32064;
}
