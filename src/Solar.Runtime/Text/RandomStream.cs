namespace Solar.Runtime.Text;

/// <summary>A stream of random numbers that is the same for the same seed, on every machine and version.</summary>
/// <remarks>SplitMix64 (Steele, Lea, Flood: Fast splittable pseudorandom number generators, 2014).</remarks>
internal sealed class RandomStream
{
    private const ulong GoldenGamma = 0x9E3779B97F4A7C15;

    private ulong _state;

    /// <summary>A stream of its own for each <paramref name="index"/> of a seed.</summary>
    public RandomStream(ulong seed, int index) => _state = Mix(Mix(seed + GoldenGamma) + ((ulong)index * GoldenGamma));

    /// <summary>Evenly in [0, 1).</summary>
    public double Next()
    {
        _state += GoldenGamma;
        return (Mix(_state) >> 11) * (1.0 / (1UL << 53));
    }

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
