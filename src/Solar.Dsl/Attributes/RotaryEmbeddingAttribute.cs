using System;

namespace Solar;

/// <summary>Rotary positions of a <see cref="DecoderAttribute"/>.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class RotaryEmbeddingAttribute : Attribute
{
    /// <summary>By how much wavelengths are stretched.</summary>
    public double Factor { get; set; }

    /// <summary>llama3: wavelengths shorter than the original context divided by this stay as they are. Default: 4.</summary>
    public double HighFreqFactor { get; set; } = 4.0;

    /// <summary>llama3: wavelengths longer than the original context divided by this are stretched fully. Default: 1.</summary>
    public double LowFreqFactor { get; set; } = 1.0;

    /// <summary>The context before stretching.</summary>
    public int OriginalMaxPositionEmbeddings { get; set; }

    /// <summary>Share of each head that is turned. Default: 1.</summary>
    public double PartialRotaryFactor { get; set; } = 1.0;

    /// <summary>Base of the rotary wavelengths. Default: 10000.</summary>
    public double RopeTheta { get; set; } = 10000.0;

    /// <summary>How wavelengths are stretched: <c>default</c>, <c>linear</c>, <c>dynamic</c>, <c>yarn</c>, <c>llama3</c>. Default: <c>default</c>.</summary>
    public string RopeType { get; set; } = "default";
}
