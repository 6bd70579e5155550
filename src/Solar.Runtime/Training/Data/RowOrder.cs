using System;

namespace Solar.Runtime.Training.Data;

/// <summary>
/// The order of the rows in one pass over the data: a Fisher–Yates shuffle that is a function of seed and epoch alone, so that a run
/// that is resumed needs no generator's state. The generator is written out here since that of the framework may change with it.
/// </summary>
public static class RowOrder
{
    /// <summary>A permutation of 0 … <paramref name="count"/> − 1.</summary>
    /// <param name="count">Number of rows.</param>
    /// <param name="seed">The run's seed.</param>
    /// <param name="epoch">Which pass, 0 for the first.</param>
    public static int[] Of(int count, int seed, long epoch)
    {
        int[] order = new int[count];
        for (int i = 0; i < count; i++)
        {
            order[i] = i;
        }

        ulong state = Mix(Mix((ulong)seed) ^ (ulong)epoch);
        for (int i = count - 1; i > 0; i--)
        {
            int other = (int)Below(ref state, (ulong)i + 1);
            (order[i], order[other]) = (order[other], order[i]);
        }

        return order;
    }

    /// <summary>A number below <paramref name="bound"/>, each as likely as the next (Lemire's method, with its rejection).</summary>
    private static ulong Below(ref ulong state, ulong bound)
    {
        ulong threshold = (0 - bound) % bound;
        while (true)
        {
            ulong high = Math.BigMul(Next(ref state), bound, out ulong low);
            if (low >= threshold)
            {
                return high;
            }
        }
    }

    /// <summary>SplitMix64 (Steele, Lea and Flood 2014).</summary>
    private static ulong Next(ref ulong state) => Mix(state += 0x9E3779B97F4A7C15);

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
