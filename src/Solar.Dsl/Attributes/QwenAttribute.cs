using System;

namespace Solar;

/// <summary>Declares The first Qwen: fused biased projections, w1 and w2 as a typed config.json (QWenConfig of Qwen-7B's own code).</summary>
/// <remarks>What is not written has the family's Hugging Face default. Every property is the config.json key of the same name in C#'s casing.</remarks>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class QwenAttribute : Attribute
{
    /// <summary>Dropout, carried into config.json; emitted code has none. Default: 0.</summary>
    public double AttnDropoutProb { get; set; }

    /// <summary>Token that begins a text.</summary>
    public int BosTokenId { get; set; }

    /// <summary>Dropout, carried into config.json; emitted code has none. Default: 0.</summary>
    public double EmbDropoutProb { get; set; }

    /// <summary>Token that ends a text.</summary>
    public int EosTokenId { get; set; }

    /// <summary>Width of the residual stream. Default: 4096.</summary>
    public int HiddenSize { get; set; } = 4096;

    /// <summary>Standard deviation of freshly initialised matrices. Default: 0.02.</summary>
    public double InitializerRange { get; set; } = 0.02;

    /// <summary>Twice the width of the feed-forward block: half of it is w1, half w2. Default: 22016.</summary>
    public int IntermediateSize { get; set; } = 22016;

    /// <summary>Width of one head. Default: 128.</summary>
    public int KvChannels { get; set; } = 128;

    /// <summary>Epsilon of the norms. Default: 1e-6.</summary>
    public double LayerNormEpsilon { get; set; } = 1e-6;

    /// <summary>Greatest number of positions. Default: 8192.</summary>
    public int MaxPositionEmbeddings { get; set; } = 8192;

    /// <summary>Whether all projections but those to queries, keys and values have no bias. Default: true.</summary>
    public bool NoBias { get; set; } = true;

    /// <summary>Number of query heads. Default: 32.</summary>
    public int NumAttentionHeads { get; set; } = 32;

    /// <summary>Number of decoder layers. Default: 32.</summary>
    public int NumHiddenLayers { get; set; } = 32;

    /// <summary>Token that fills short rows.</summary>
    public int PadTokenId { get; set; }

    /// <summary>Base of the rotary wavelengths. Default: 10000.</summary>
    public double RotaryEmbBase { get; set; } = 10000.0;

    /// <summary>Share of each head that is turned. Default: 1.</summary>
    public double RotaryPct { get; set; } = 1.0;

    /// <summary>Whether scores are divided by the root of the head size. Default: true.</summary>
    public bool ScaleAttnWeights { get; set; } = true;

    /// <summary>Length of the training sequences: beyond it the original code stretches wavelengths, and emitted code refuses.</summary>
    public int SeqLength { get; set; }

    /// <summary>Whether the head is the embedding. Default: false.</summary>
    public bool TieWordEmbeddings { get; set; }

    /// <summary>Data type of the weights; that of the checkpoint where it is not written.</summary>
    public Dtype Dtype { get; set; }

    /// <summary>Whether generation keeps keys and values; carried into config.json. Default: true.</summary>
    public bool UseCache { get; set; } = true;

    /// <summary>Whether wavelengths are stretched beyond seq_length; carried into config.json. Default: true.</summary>
    public bool UseDynamicNtk { get; set; } = true;

    /// <summary>Whether queries are scaled beyond seq_length; carried into config.json. Default: true.</summary>
    public bool UseLognAttn { get; set; } = true;

    /// <summary>Number of tokens of the vocabulary. Default: 151936.</summary>
    public int VocabSize { get; set; } = 151936;
}
