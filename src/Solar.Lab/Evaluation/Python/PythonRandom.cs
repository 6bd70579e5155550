using System;
using System.Collections.Generic;
using System.Numerics;

namespace Solar.Lab.Evaluation.Python;

/// <summary>
/// CPython's <c>random.Random</c>, bit for bit: what the evaluation harness shuffles documents and draws examples with.
/// </summary>
/// <remarks>
/// The Mersenne Twister MT19937 (Matsumoto, Nishimura, 1998), seeded as CPython seeds it by an integer (<c>init_by_array</c> over its 32-bit words); integers below
/// a bound, <see cref="Shuffle"/> and <see cref="Sample"/> are those of CPython 3.11's <c>Lib/random.py</c>.
/// </remarks>
public sealed class PythonRandom
{
    private const int Length = 624;
    private const int Shift = 397;
    private const uint Matrix = 0x9908B0DF;
    private const uint UpperBit = 0x80000000;
    private const uint LowerBits = 0x7FFFFFFF;

    private readonly uint[] _state = new uint[Length];
    private int _next = Length;

    /// <summary>The generator of <c>random.Random(seed)</c>.</summary>
    /// <param name="seed">The seed; as in Python, its sign makes no difference.</param>
    public PythonRandom(long seed)
    {
        ulong magnitude = seed < 0 ? (ulong)-(seed + 1) + 1 : (ulong)seed;
        uint low = (uint)magnitude, high = (uint)(magnitude >> 32);
        Seed(high == 0 ? [low] : [low, high]);
    }

    /// <summary>An integer of so many random bits: <c>getrandbits(bits)</c>.</summary>
    /// <param name="bits">1 to 64.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is another number of bits.</exception>
    public ulong GetRandBits(int bits)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bits, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bits, 64);

        if (bits <= 32)
        {
            return NextWord() >> (32 - bits);
        }

        ulong low = NextWord();
        return low | ((ulong)(NextWord() >> (64 - bits)) << 32);
    }

    /// <summary>An integer from 0 to below a bound, each as likely: <c>randrange(bound)</c>.</summary>
    /// <param name="bound">1 at least.</param>
    /// <exception cref="ArgumentOutOfRangeException">The bound is less.</exception>
    public int RandBelow(int bound)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bound, 1);

        int bits = 32 - BitOperations.LeadingZeroCount((uint)bound);
        ulong drawn;
        do
        {
            drawn = GetRandBits(bits);
        }
        while (drawn >= (ulong)bound);

        return (int)drawn;
    }

    /// <summary>A number in [0, 1) with 53 random bits: <c>random()</c>.</summary>
    public double NextDouble()
    {
        uint high = NextWord() >> 5, low = NextWord() >> 6;
        return ((high * 67108864.0) + low) * (1.0 / 9007199254740992.0);
    }

    /// <summary>Brings a list into a random order: <c>shuffle(list)</c>.</summary>
    public void Shuffle<T>(IList<T> list)
    {
        ArgumentNullException.ThrowIfNull(list);

        for (int i = list.Count - 1; i > 0; i--)
        {
            int j = RandBelow(i + 1);
            (list[i], list[j]) = (list[j], list[i]);
        }
    }

    /// <summary>Different integers from 0 to below <paramref name="population"/>, in the order drawn: <c>sample(range(population), count)</c>.</summary>
    /// <param name="population">How many there are.</param>
    /// <param name="count">How many are drawn.</param>
    /// <exception cref="ArgumentOutOfRangeException">More are asked for than there are.</exception>
    public int[] Sample(int population, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, population);

        return population <= GreatestPool(count) ? SamplePool(population, count) : SampleSet(population, count);
    }

    // Python's 21 + 4 ** ceil(log(3 count, 4)): up to this size a list of the population takes less room than a set of what was drawn.
    private static long GreatestPool(int count)
    {
        if (count <= 5)
        {
            return 21;
        }

        long power = 1;
        while (power < 3L * count)
        {
            power *= 4;
        }

        return 21 + power;
    }

    private int[] SamplePool(int population, int count)
    {
        int[] pool = new int[population];
        for (int i = 0; i < population; i++)
        {
            pool[i] = i;
        }

        int[] drawn = new int[count];
        for (int i = 0; i < count; i++)
        {
            int j = RandBelow(population - i);
            drawn[i] = pool[j];
            pool[j] = pool[population - i - 1];
        }

        return drawn;
    }

    private int[] SampleSet(int population, int count)
    {
        HashSet<int> known = [];
        int[] drawn = new int[count];
        for (int i = 0; i < count; i++)
        {
            int j = RandBelow(population);
            while (!known.Add(j))
            {
                j = RandBelow(population);
            }

            drawn[i] = j;
        }

        return drawn;
    }

    // init_by_array of mt19937ar.c.
    private void Seed(ReadOnlySpan<uint> key)
    {
        _state[0] = 19650218;
        for (int k = 1; k < Length; k++)
        {
            _state[k] = (1812433253 * (_state[k - 1] ^ (_state[k - 1] >> 30))) + (uint)k;
        }

        int i = 1, j = 0;
        for (int k = Math.Max(Length, key.Length); k > 0; k--)
        {
            _state[i] = (_state[i] ^ ((_state[i - 1] ^ (_state[i - 1] >> 30)) * 1664525)) + key[j] + (uint)j;
            i = After(i);
            j = (j + 1) % key.Length;
        }

        for (int k = Length - 1; k > 0; k--)
        {
            _state[i] = (_state[i] ^ ((_state[i - 1] ^ (_state[i - 1] >> 30)) * 1566083941)) - (uint)i;
            i = After(i);
        }

        _state[0] = UpperBit;
    }

    private int After(int i)
    {
        if (i + 1 < Length)
        {
            return i + 1;
        }

        _state[0] = _state[Length - 1];
        return 1;
    }

    // genrand_uint32 of mt19937ar.c.
    private uint NextWord()
    {
        if (_next == Length)
        {
            Twist();
        }

        uint word = _state[_next++];
        word ^= word >> 11;
        word ^= (word << 7) & 0x9D2C5680;
        word ^= (word << 15) & 0xEFC60000;
        return word ^ (word >> 18);
    }

    private void Twist()
    {
        for (int i = 0; i < Length; i++)
        {
            uint mixed = (_state[i] & UpperBit) | (_state[(i + 1) % Length] & LowerBits);
            _state[i] = _state[(i + Shift) % Length] ^ (mixed >> 1) ^ ((mixed & 1) * Matrix);
        }

        _next = 0;
    }
}
