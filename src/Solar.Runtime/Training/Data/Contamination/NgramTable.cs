using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;

namespace Solar.Runtime.Training.Data.Contamination;

/// <summary>
/// The n-grams of one length, each with the items that have it: 32 to 48 bytes an n-gram. A hash only leads to an n-gram; its words are compared one by one, so that what is
/// found is there.
/// </summary>
/// <param name="length">Words of an n-gram.</param>
/// <param name="words">The words of all items, one item after another.</param>
internal sealed class NgramTable(int length, List<int> words)
{
    private readonly List<int> _starts = [], _more = [];
    private readonly List<(int Item, int Next)> _owners = [];
    private ulong[] _slots = new ulong[1 << 10];

    /// <summary>Words of an n-gram.</summary>
    public int Length => length;

    /// <summary>Number of different n-grams.</summary>
    public int Count => _starts.Count;

    /// <summary>An n-gram of a text; −1 where no item has it.</summary>
    /// <param name="hash">Its hash.</param>
    /// <param name="text">Its words.</param>
    public int Find(ulong hash, ReadOnlySpan<int> text)
    {
        ulong mixed = Mix(hash);
        for (int slot = Slot(mixed); _slots[slot] is not 0 and ulong found; slot = (slot + 1) & (_slots.Length - 1))
        {
            if ((uint)found == (uint)mixed && IsAt(_starts[(int)(found >> 32) - 1], text))
            {
                return (int)(found >> 32) - 1;
            }
        }

        return -1;
    }

    /// <summary>Adds an n-gram of an item; items come in their order.</summary>
    /// <param name="hash">Its hash.</param>
    /// <param name="start">Where it begins among the words of all items.</param>
    /// <param name="item">The item.</param>
    public void Add(ulong hash, int start, int item)
    {
        int found = Find(hash, CollectionsMarshal.AsSpan(words).Slice(start, length));
        if (found < 0)
        {
            _starts.Add(start);
            _more.Add(_owners.Count);
            _owners.Add((item, -1));
            Put(Mix(hash), Count - 1);
            if (Count > _slots.Length / 2)
            {
                Grow();
            }
        }
        else if (_owners[_more[found]].Item != item)
        {
            // The last one first, so that an item that has an n-gram twice is seen at once.
            _owners.Add((item, _more[found]));
            _more[found] = _owners.Count - 1;
        }
    }

    /// <summary>The items that have an n-gram, the last first.</summary>
    public IEnumerable<int> Items(int ngram)
    {
        for (int owner = _more[ngram]; owner >= 0; owner = _owners[owner].Next)
        {
            yield return _owners[owner].Item;
        }
    }

    /// <summary>Takes an n-gram out: it stays, and no item has it.</summary>
    public void Clear(int ngram) => _more[ngram] = -1;

    private bool IsAt(int start, ReadOnlySpan<int> text) =>
        CollectionsMarshal.AsSpan(words).Slice(start, length).SequenceEqual(text);

    private int Slot(ulong mixed) => (int)(mixed >> 32) & (_slots.Length - 1);

    // Half of the hash beside the number, so that few words are compared in vain.
    private void Put(ulong mixed, int ngram)
    {
        int slot = Slot(mixed);
        while (_slots[slot] != 0)
        {
            slot = (slot + 1) & (_slots.Length - 1);
        }

        _slots[slot] = ((ulong)(ngram + 1) << 32) | (uint)mixed;
    }

    private void Grow()
    {
        _slots = new ulong[2 * _slots.Length];
        for (int ngram = 0; ngram < Count; ngram++)
        {
            ulong hash = 0;
            foreach (int word in CollectionsMarshal.AsSpan(words).Slice(_starts[ngram], length))
            {
                hash = NgramHash.Next(hash, word);
            }

            Put(Mix(hash), ngram);
        }
    }

    // Murmur's finalizer: a polynomial's low bits depend on its words' low bits alone.
    private static ulong Mix(ulong hash)
    {
        hash = (hash ^ (hash >> 33)) * 0xFF51AFD7ED558CCD;
        hash = (hash ^ (hash >> 33)) * 0xC4CEB9FE1A85EC53;
        return hash ^ (hash >> 33);
    }
}

/// <summary>A polynomial over the words of a text, modulo 2⁶⁴: the hash of any n-gram follows from those of two beginnings of the text.</summary>
internal static class NgramHash
{
    private const ulong Base = 0x9FB21C651E98DF25;

    /// <summary>The hash of a beginning that is one word longer.</summary>
    public static ulong Next(ulong beginning, int word) => (beginning * Base) + ((ulong)(uint)word + 1);

    /// <summary>The hash of what stands between two beginnings.</summary>
    /// <param name="longer">The hash of the longer one.</param>
    /// <param name="shorter">The hash of the shorter one.</param>
    /// <param name="power">From <see cref="Power"/>, of the number of words between.</param>
    public static ulong Between(ulong longer, ulong shorter, ulong power) => longer - (shorter * power);

    /// <summary>What a beginning counts so many words later.</summary>
    public static ulong Power(int words)
    {
        ulong power = 1;
        for (int i = 0; i < words; i++)
        {
            power *= Base;
        }

        return power;
    }
}
