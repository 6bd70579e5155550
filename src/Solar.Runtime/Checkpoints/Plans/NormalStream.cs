using System;

namespace Solar.Runtime.Checkpoints;

/// <summary>Numbers from N(0, 1), the same for one seed and name: Box and Muller's pairs over SplitMix64.</summary>
internal sealed class NormalStream
{
    private const ulong Golden = 0x9E3779B97F4A7C15;
    private const ulong NameOffset = 0xCBF29CE484222325;        // FNV-1a
    private const ulong NamePrime = 0x100000001B3;

    private ulong _state;
    private double? _second;

    /// <summary>A stream of its own for each tensor, so that no order of writing changes its numbers.</summary>
    public NormalStream(long seed, string name)
    {
        _state = NameOffset;
        foreach (char c in name)
        {
            _state = unchecked((_state ^ c) * NamePrime);
        }

        _state = unchecked(_state + ((ulong)seed * Golden));
    }

    /// <summary>The next number.</summary>
    public double Next()
    {
        if (_second is { } kept)
        {
            _second = null;
            return kept;
        }

        double radius = Math.Sqrt(-2 * Math.Log(1 - Uniform()));
        double angle = 2 * Math.PI * Uniform();
        _second = radius * Math.Sin(angle);
        return radius * Math.Cos(angle);
    }

    // [0, 1) with 53 bits.
    private double Uniform()
    {
        ulong bits = _state = unchecked(_state + Golden);
        bits = unchecked((bits ^ (bits >> 30)) * 0xBF58476D1CE4E5B9);
        bits = unchecked((bits ^ (bits >> 27)) * 0x94D049BB133111EB);
        return ((bits ^ (bits >> 31)) >> 11) * (1.0 / (1UL << 53));
    }
}
