namespace Solar.Specs;

/// <summary>How a layer knows positions.</summary>
public abstract record PositionSpec;

/// <summary>Rotary position embedding in the half layout.</summary>
/// <param name="Theta">Base of the wavelengths.</param>
/// <param name="RotaryDim">How many features of a head are turned; the others stay as they are.</param>
/// <param name="Scaling">How wavelengths are stretched; null for not at all.</param>
public sealed record RotaryEmbeddingSpec(double Theta, int RotaryDim, RopeScalingSpec? Scaling) : PositionSpec;

/// <summary>Attention with linear biases: a score falls with the distance of its key, in each head by another slope.</summary>
/// <param name="Scale">By what the bias slope · position is multiplied.</param>
/// <param name="IsRounded">Whether slope and position are multiplied in bfloat16, whatever the type of the model (Falcon).</param>
public sealed record AlibiSpec(double Scale = 1, bool IsRounded = false) : PositionSpec;

/// <summary>A trained vector for each position, added to the embeddings.</summary>
/// <param name="NumPositions">How many.</param>
public sealed record LearnedPositionsSpec(int NumPositions) : PositionSpec;

/// <summary>Stretching of rotary wavelengths.</summary>
/// <param name="Type"><c>linear</c>, <c>llama3</c>, <c>dynamic</c>, <c>yarn</c> or <c>longrope</c>.</param>
/// <param name="Factor">By how much; of longrope, the greatest number of positions over the original one.</param>
/// <param name="LowFreqFactor">llama3: below this share of the original context, wavelengths are stretched fully.</param>
/// <param name="HighFreqFactor">llama3: above this share, not at all.</param>
/// <param name="OriginalMaxPositionEmbeddings">The context before stretching.</param>
public sealed record RopeScalingSpec(
    string Type, double Factor, double LowFreqFactor, double HighFreqFactor, int OriginalMaxPositionEmbeddings)
{
    /// <summary>longrope: the factor of each wavelength within the original context.</summary>
    public EquatableArray<double> ShortFactor { get; init; }

    /// <summary>longrope: the factor of each wavelength beyond the original context.</summary>
    public EquatableArray<double> LongFactor { get; init; }

    /// <summary>By what cosines and sines are multiplied; null for the type's own rule.</summary>
    public double? AttentionFactor { get; init; }
}
