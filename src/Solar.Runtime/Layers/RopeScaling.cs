namespace Solar.Runtime.Layers;

/// <summary>How rotary wavelengths are stretched for contexts longer than those of the original training.</summary>
/// <remarks>Names and meaning as in the <c>rope_scaling</c> of Hugging Face's config.json.</remarks>
public sealed record RopeScaling
{
    private RopeScaling()
    {
    }

    /// <summary>By how much wavelengths are stretched.</summary>
    public required double Factor { get; init; }

    /// <summary>The bounds of the llama3 kind; null for the linear one.</summary>
    public RopeBand? Band { get; init; }

    /// <summary>All wavelengths are stretched alike: position interpolation.</summary>
    /// <param name="factor">By how much.</param>
    public static RopeScaling Linear(double factor) => new() { Factor = factor };

    /// <summary>Llama 3.1: long wavelengths are stretched, short ones kept, those between interpolated smoothly.</summary>
    /// <param name="factor">By how much the long ones are stretched.</param>
    /// <param name="lowFreqFactor">Wavelengths above <paramref name="originalMaxPositions"/> divided by this are long.</param>
    /// <param name="highFreqFactor">Wavelengths below <paramref name="originalMaxPositions"/> divided by this are short.</param>
    /// <param name="originalMaxPositions">The context of the original training.</param>
    public static RopeScaling Llama3(double factor, double lowFreqFactor, double highFreqFactor, int originalMaxPositions) => new()
    {
        Factor = factor,
        Band = new RopeBand(lowFreqFactor, highFreqFactor, originalMaxPositions),
    };
}

/// <summary>Which wavelengths the llama3 scaling stretches.</summary>
/// <param name="LowFreqFactor">Wavelengths above the original context divided by this are stretched in full.</param>
/// <param name="HighFreqFactor">Wavelengths below the original context divided by this are kept.</param>
/// <param name="OriginalMaxPositions">The context of the original training, in positions.</param>
public sealed record RopeBand(double LowFreqFactor, double HighFreqFactor, int OriginalMaxPositions);
