using System;

namespace Solar;

/// <summary>Declares Mistral with a mixture of experts in every layer as a typed config.json (MixtralConfig of transformers).</summary>
/// <remarks>What is not written has the family's Hugging Face default. Every property is the config.json key of the same name in C#'s casing.</remarks>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class MixtralAttribute : Attribute
{
    /// <summary>Dropout of attention weights; only 0 is supported. Default: 0.</summary>
    public double AttentionDropout { get; set; }

    /// <summary>Token that begins a text. Default: 1.</summary>
    public int BosTokenId { get; set; } = 1;

    /// <summary>Token that ends a text. Default: 2.</summary>
    public int EosTokenId { get; set; } = 2;

    /// <summary>Width of one head; hidden_size / num_attention_heads where it is not written.</summary>
    public int HeadDim { get; set; }

    /// <summary>Activation of the feed-forward block. Default: <c>silu</c>.</summary>
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

    /// <summary>Number of experts that each position goes through. Default: 2.</summary>
    public int NumExpertsPerTok { get; set; } = 2;

    /// <summary>Number of decoder layers. Default: 32.</summary>
    public int NumHiddenLayers { get; set; } = 32;

    /// <summary>Number of key/value heads. Default: 8.</summary>
    public int NumKeyValueHeads { get; set; } = 8;

    /// <summary>Number of experts of a layer. Default: 8.</summary>
    public int NumLocalExperts { get; set; } = 8;

    /// <summary>Whether the load-balancing loss is part of the training loss. Default: false.</summary>
    public bool OutputRouterLogits { get; set; }

    /// <summary>Token that fills short rows.</summary>
    public int PadTokenId { get; set; }

    /// <summary>Epsilon of the norms. Default: 1e-5.</summary>
    public double RmsNormEps { get; set; } = 1e-5;

    /// <summary>Base of the rotary wavelengths. Default: 1000000.</summary>
    public double RopeTheta { get; set; } = 1000000.0;

    /// <summary>Share of the load-balancing loss in the training loss. Default: 0.001.</summary>
    public double RouterAuxLossCoef { get; set; } = 0.001;

    /// <summary>Noise of the router in training, carried into config.json; emitted code has none. Default: 0.</summary>
    public double RouterJitterNoise { get; set; }

    /// <summary>Number of latest positions that a query sees; 0 or null for all.</summary>
    public int SlidingWindow { get; set; }

    /// <summary>Whether the head is the embedding. Default: false.</summary>
    public bool TieWordEmbeddings { get; set; }

    /// <summary>Data type of the weights; that of the checkpoint where it is not written.</summary>
    public Dtype Dtype { get; set; }

    /// <summary>Whether generation keeps keys and values; carried into config.json. Default: true.</summary>
    public bool UseCache { get; set; } = true;

    /// <summary>Number of tokens of the vocabulary. Default: 32000.</summary>
    public int VocabSize { get; set; } = 32000;
}
