namespace Solar.Specs;

/// <summary>A decoder-only language model as components: what every family lowers to, and all that the emitter sees.</summary>
public sealed record DecoderSpec
{
    /// <summary>The family whose config.json and tensor names it uses, such as <c>llama</c>.</summary>
    public required string Family { get; init; }

    /// <summary>Number of tokens.</summary>
    public required int VocabSize { get; init; }

    /// <summary>Width of the residual stream.</summary>
    public required int HiddenSize { get; init; }

    /// <summary>Number of decoder layers.</summary>
    public required int NumHiddenLayers { get; init; }

    /// <summary>Greatest number of positions.</summary>
    public required int MaxPositionEmbeddings { get; init; }

    /// <summary>Self-attention of every layer.</summary>
    public required AttentionSpec Attention { get; init; }

    /// <summary>Rotary positions.</summary>
    public required RotaryEmbeddingSpec RotaryEmbedding { get; init; }

    /// <summary>Feed-forward block of every layer.</summary>
    public required GatedMlpSpec Mlp { get; init; }

    /// <summary>Root-mean-square norms.</summary>
    public required RmsNormSpec Norm { get; init; }

    /// <summary>Whether the head is the embedding.</summary>
    public required bool TieWordEmbeddings { get; init; }

    /// <summary>Standard deviation of freshly initialised matrices.</summary>
    public required double InitializerRange { get; init; }

    /// <summary>The declared data type; null takes that of the checkpoint, and float32 for fresh weights.</summary>
    public Dtype? Dtype { get; init; }

    /// <summary>The family's config with every written key, from which the output config.json is made.</summary>
    public required ConfigValues Config { get; init; }
}

/// <summary>Grouped-query self-attention.</summary>
/// <param name="NumAttentionHeads">Query heads.</param>
/// <param name="NumKeyValueHeads">Key/value heads; divides the query heads.</param>
/// <param name="HeadDim">Width of one head.</param>
/// <param name="QueryKeyValueBias">Whether q, k and v have a bias.</param>
/// <param name="OutputBias">Whether the output projection has a bias.</param>
/// <param name="SlidingWindow">Number of latest positions that a query sees, itself included; null for all.</param>
public sealed record AttentionSpec(
    int NumAttentionHeads, int NumKeyValueHeads, int HeadDim, bool QueryKeyValueBias, bool OutputBias, int? SlidingWindow);

/// <summary>Rotary position embedding in the half layout.</summary>
/// <param name="Theta">Base of the wavelengths.</param>
/// <param name="Scaling">How wavelengths are stretched; null for not at all.</param>
public sealed record RotaryEmbeddingSpec(double Theta, RopeScalingSpec? Scaling);

/// <summary>Stretching of rotary wavelengths.</summary>
/// <param name="Type"><c>linear</c> or <c>llama3</c>.</param>
/// <param name="Factor">By how much.</param>
/// <param name="LowFreqFactor">llama3: below this share of the original context, wavelengths are stretched fully.</param>
/// <param name="HighFreqFactor">llama3: above this share, not at all.</param>
/// <param name="OriginalMaxPositionEmbeddings">llama3: the context before stretching.</param>
public sealed record RopeScalingSpec(
    string Type, double Factor, double LowFreqFactor, double HighFreqFactor, int OriginalMaxPositionEmbeddings);

/// <summary>down(act(gate(x)) · up(x)).</summary>
/// <param name="IntermediateSize">Width between.</param>
/// <param name="HiddenAct">The activation by its Hugging Face name.</param>
/// <param name="Bias">Whether the three projections have a bias.</param>
public sealed record GatedMlpSpec(int IntermediateSize, string HiddenAct, bool Bias);

/// <summary>x / sqrt(mean(x²) + eps) · weight, computed in float32.</summary>
/// <param name="Eps">The epsilon.</param>
public sealed record RmsNormSpec(double Eps);
