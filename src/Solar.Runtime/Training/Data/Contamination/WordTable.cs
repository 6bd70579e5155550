using System;

namespace Solar.Runtime.Training.Data.Contamination;

/// <summary>Numbers of words, 0 for the first: every word of the evaluation sets. Read by several threads at once, filled by one.</summary>
internal sealed class WordTable
{
    private const int Unknown = -1;

    private char[] _characters = new char[1 << 12];
    private int[] _ends = new int[1 << 10];
    private int[] _slots = NewSlots(1 << 12);

    /// <summary>Number of words.</summary>
    public int Count { get; private set; }

    /// <summary>The number of a word; −1 for one that is not there.</summary>
    public int Find(ReadOnlySpan<char> word)
    {
        for (int slot = Slot(word); _slots[slot] is not Unknown and int found; slot = (slot + 1) & (_slots.Length - 1))
        {
            if (Word(found).SequenceEqual(word))
            {
                return found;
            }
        }

        return Unknown;
    }

    /// <summary>The number of a word, which is added where it is new.</summary>
    public int Add(ReadOnlySpan<char> word)
    {
        if (Find(word) is not Unknown and int known)
        {
            return known;
        }

        int start = Count == 0 ? 0 : _ends[Count - 1], end = start + word.Length;
        if (end > _characters.Length)
        {
            Array.Resize(ref _characters, Math.Max(end, 2 * _characters.Length));
        }

        if (Count == _ends.Length)
        {
            Array.Resize(ref _ends, 2 * Count);
        }

        word.CopyTo(_characters.AsSpan(start));
        _ends[Count] = end;
        Put(Count++);
        if (2 * Count > _slots.Length)
        {
            _slots = NewSlots(2 * _slots.Length);
            for (int number = 0; number < Count; number++)
            {
                Put(number);
            }
        }

        return Count - 1;
    }

    private static int[] NewSlots(int count)
    {
        int[] slots = new int[count];
        Array.Fill(slots, Unknown);
        return slots;
    }

    private ReadOnlySpan<char> Word(int number)
    {
        int start = number == 0 ? 0 : _ends[number - 1];
        return _characters.AsSpan(start, _ends[number] - start);
    }

    private void Put(int number)
    {
        int slot = Slot(Word(number));
        while (_slots[slot] != Unknown)
        {
            slot = (slot + 1) & (_slots.Length - 1);
        }

        _slots[slot] = number;
    }

    private int Slot(ReadOnlySpan<char> word)
    {
        ulong hash = 0;
        foreach (char character in word)
        {
            hash = (hash ^ character) * 0x9E3779B97F4A7C15;
        }

        return (int)(hash >> 32) & (_slots.Length - 1);
    }
}
