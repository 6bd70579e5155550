using System;

namespace Solar;

/// <summary>Declares Falcon 7B, 40B, 180B and RW as a typed config.json (FalconConfig of transformers).</summary>
/// <remarks>What is not written has the family's Hugging Face default. Every property is the config.json key of the same name in C#'s casing.</remarks>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class FalconAttribute : Attribute
{
    /// <summary>Activation of the feed-forward block. Default: <c>gelu</c>.</summary>
    public string Activation { get; set; } = "gelu";

    /// <summary>Whether scores fall with distance instead of rotary positions. Default: false.</summary>
    public bool Alibi { get; set; }

    /// <summary>Dropout of attention weights; only 0 is supported. Default: 0.</summary>
    public double AttentionDropout { get; set; }

    /// <summary>Whether linear maps have a bias. Default: false.</summary>
    public bool Bias { get; set; }

    /// <summary>Token that begins a text. Default: 11.</summary>
    public int BosTokenId { get; set; } = 11;

    /// <summary>Token that ends a text. Default: 11.</summary>
    public int EosTokenId { get; set; } = 11;

    /// <summary>Width of the feed-forward block; four times hidden_size where it is not written.</summary>
    public int FfnHiddenSize { get; set; }

    /// <summary>Dropout, carried into config.json; emitted code has none. Default: 0.</summary>
    public double HiddenDropout { get; set; }

    /// <summary>Width of the residual stream. Default: 4544.</summary>
    public int HiddenSize { get; set; } = 4544;

    /// <summary>Standard deviation of freshly initialised matrices. Default: 0.02.</summary>
    public double InitializerRange { get; set; } = 0.02;

    /// <summary>Epsilon of the norms. Default: 1e-5.</summary>
    public double LayerNormEpsilon { get; set; } = 1e-5;

    /// <summary>Greatest number of positions. Default: 2048.</summary>
    public int MaxPositionEmbeddings { get; set; } = 2048;

    /// <summary>Whether all query heads read one key/value head; of no meaning with new_decoder_architecture. Default: true.</summary>
    public bool MultiQuery { get; set; } = true;

    /// <summary>Falcon 40B and 180B: grouped queries, and a norm before each of the parallel blocks. Default: false.</summary>
    public bool NewDecoderArchitecture { get; set; }

    /// <summary>Number of query heads. Default: 71.</summary>
    public int NumAttentionHeads { get; set; } = 71;

    /// <summary>Number of decoder layers. Default: 32.</summary>
    public int NumHiddenLayers { get; set; } = 32;

    /// <summary>Number of key/value heads with new_decoder_architecture; as many as query heads where it is not written.</summary>
    public int NumKvHeads { get; set; }

    /// <summary>Number of norms before the parallel blocks; with new_decoder_architecture 2 where it is not written.</summary>
    public int NumLnInParallelAttn { get; set; }

    /// <summary>Token that fills short rows.</summary>
    public int PadTokenId { get; set; }

    /// <summary>Whether attention and feed-forward block both read the layer's input. Default: true.</summary>
    public bool ParallelAttn { get; set; } = true;

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

    /// <summary>Whether the head is the embedding. Default: true.</summary>
    public bool TieWordEmbeddings { get; set; } = true;

    /// <summary>Data type of the weights; that of the checkpoint where it is not written.</summary>
    public Dtype Dtype { get; set; }

    /// <summary>Whether generation keeps keys and values; carried into config.json. Default: true.</summary>
    public bool UseCache { get; set; } = true;

    /// <summary>Number of tokens of the vocabulary. Default: 65024.</summary>
    public int VocabSize { get; set; } = 65024;
}
