using System.IO.Hashing;
using System.Text;

namespace Solar.Runtime.Checkpoints.Merging;

/// <summary>
/// A random number for each element of a tensor, from the merge's seed, the tensor's name and the input's number alone: whichever thread
/// asks, in whatever order and pieces, it is the same.
/// </summary>
/// <remarks>SplitMix64 (Steele, Lea, Flood: Fast splittable pseudorandom number generators, 2014), with the element's number as its state.</remarks>
internal readonly struct ElementRandom
{
    private const ulong GoldenGamma = 0x9E3779B97F4A7C15;

    private readonly ulong _start;

    /// <summary>The numbers of one input of one tensor.</summary>
    public ElementRandom(long seed, string tensor, int input) =>
        _start = Mix(XxHash64.HashToUInt64(Encoding.UTF8.GetBytes(tensor), seed) + ((ulong)(input + 1) * GoldenGamma));

    /// <summary>Evenly in [0, 1), for one element.</summary>
    public double this[long element] => (Mix(_start + ((ulong)element * GoldenGamma)) >> 11) * (1.0 / (1UL << 53));

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
