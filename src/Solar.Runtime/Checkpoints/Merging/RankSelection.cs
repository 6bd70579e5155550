using System;

namespace Solar.Runtime.Checkpoints.Merging;

/// <summary>
/// Keeps the elements whose magnitudes have certain ranks, without sorting and without having them all in memory. Two counts find the
/// exact magnitudes at the borders: one of the upper half of the bits of every magnitude, one of the lower half at the borders. Bits of
/// magnitudes are in the order of the magnitudes; equal ones are ranked by where they stand.
/// </summary>
internal sealed class RankSelection
{
    /// <summary>Bytes of one selection's counts.</summary>
    public const long Memory = ((1L << UpperBits) + (2L << LowerBits)) * sizeof(long);

    private const int UpperBits = 16;
    private const int LowerBits = 15;
    private const uint MagnitudeMask = 0x7FFF_FFFF;
    private const uint LowerMask = (1u << LowerBits) - 1;

    private readonly long _first;
    private readonly long _end;
    private readonly long[] _upper = new long[1 << UpperBits];
    private readonly Border _low = new();
    private readonly Border _high = new();
    private long _seenLow;
    private long _seenHigh;

    /// <summary>Keeps ranks in a half-open range, counted from the least magnitude.</summary>
    /// <param name="first">The least rank that is kept.</param>
    /// <param name="end">The rank after the greatest that is kept.</param>
    public RankSelection(long first, long end)
    {
        _first = first;
        _end = end;
    }

    /// <summary>Whether nothing is kept.</summary>
    public bool IsEmpty => _first >= _end;

    /// <summary>First pass: counts magnitudes coarsely.</summary>
    public void CountUpper(ReadOnlySpan<float> values)
    {
        foreach (float value in values)
        {
            _upper[Bits(value) >> LowerBits]++;
        }
    }

    /// <summary>Between the passes: finds where the borders lie.</summary>
    public void FindUpper()
    {
        if (!IsEmpty)
        {
            _low.FindUpper(_upper, _first);
            _high.FindUpper(_upper, _end - 1);
        }
    }

    /// <summary>Second pass: counts magnitudes near the borders exactly.</summary>
    public void CountLower(ReadOnlySpan<float> values)
    {
        if (IsEmpty)
        {
            return;
        }

        uint low = _low.Upper, high = _high.Upper;
        foreach (float value in values)
        {
            uint bits = Bits(value);
            uint upper = bits >> LowerBits;
            if (upper == low)
            {
                _low.Lower[bits & LowerMask]++;
            }

            if (upper == high)
            {
                _high.Lower[bits & LowerMask]++;
            }
        }
    }

    /// <summary>After the second pass: the borders themselves.</summary>
    public void FindLower()
    {
        if (!IsEmpty)
        {
            _low.FindLower(_first);
            _high.FindLower(_end - 1);
        }
    }

    /// <summary>Before each further pass over all values.</summary>
    public void Restart() => _seenLow = _seenHigh = 0;

    /// <summary>Whether the next value is kept; all are asked for, in their order.</summary>
    public bool Keeps(float value)
    {
        if (IsEmpty)
        {
            return false;
        }

        uint bits = Bits(value);
        bool isKept = bits >= _low.Magnitude && bits <= _high.Magnitude;
        if (bits == _low.Magnitude)
        {
            isKept &= _seenLow++ >= _low.Rank;
        }

        if (bits == _high.Magnitude)
        {
            isKept &= _seenHigh++ <= _high.Rank;
        }

        return isKept;
    }

    private static uint Bits(float value) => BitConverter.SingleToUInt32Bits(value) & MagnitudeMask;

    /// <summary>The magnitude of a rank.</summary>
    private sealed class Border
    {
        private long _before;

        /// <summary>The upper bits of the magnitude.</summary>
        public uint Upper { get; private set; }

        /// <summary>How many have these upper bits and each value of the lower ones.</summary>
        public long[] Lower { get; } = new long[1 << LowerBits];

        /// <summary>The bits of the magnitude.</summary>
        public uint Magnitude { get; private set; }

        /// <summary>The rank among those of equal magnitude.</summary>
        public long Rank { get; private set; }

        public void FindUpper(long[] counts, long rank)
        {
            (Upper, _before) = Find(counts, rank, 0);
        }

        public void FindLower(long rank)
        {
            (uint lower, long before) = Find(Lower, rank, _before);
            Magnitude = (Upper << LowerBits) | lower;
            Rank = rank - before;
        }

        private static (uint Index, long Before) Find(long[] counts, long rank, long before)
        {
            uint index = 0;
            while (before + counts[index] <= rank)
            {
                before += counts[index++];
            }

            return (index, before);
        }
    }
}
