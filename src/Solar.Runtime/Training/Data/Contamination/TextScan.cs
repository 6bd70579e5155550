using System;
using System.Collections.Generic;
using System.Linq;

namespace Solar.Runtime.Training.Data.Contamination;

/// <summary>Looks through texts for n-grams of evaluation sets, one text after another; its memory is that of the longest text.</summary>
/// <param name="index">The sets.</param>
/// <param name="vocabulary">Their words: no n-gram has another.</param>
/// <param name="tables">Their n-grams, by length.</param>
internal sealed class TextScan(NgramIndex index, WordTable vocabulary, NgramTable[] tables)
{
    // So many words of an overlap are shown.
    private const int ShownWords = 24;

    private readonly TextWords _words = new();
    private readonly ulong[] _powers = [.. tables.Select(table => NgramHash.Power(table.Length))];
    private ulong[] _beginnings = [0];
    private int[] _numbers = [];

    /// <summary>What of the sets a text has; null for nothing.</summary>
    public TextOverlap? Find(string text)
    {
        _words.Read(text);
        if (_numbers.Length < _words.Count)
        {
            _numbers = new int[2 * _words.Count];
            _beginnings = new ulong[(2 * _words.Count) + 1];
        }

        SortedDictionary<int, SetStretch>? stretches = null;
        int known = 0;
        for (int end = 1; end <= _words.Count; end++)
        {
            int word = vocabulary.Find(_words[end - 1]);
            _numbers[end - 1] = word;
            _beginnings[end] = NgramHash.Next(_beginnings[end - 1], word);
            known = word < 0 ? 0 : known + 1;
            for (int i = 0; i < tables.Length && tables[i].Length <= known; i++)
            {
                int start = end - tables[i].Length;
                int ngram = tables[i].Find(NgramHash.Between(_beginnings[end], _beginnings[start], _powers[i]), _numbers.AsSpan(start, tables[i].Length));
                if (ngram >= 0)
                {
                    Add(stretches ??= [], tables[i].Items(ngram), start, end);
                }
            }
        }

        return stretches is { Count: > 0 }
            ? new TextOverlap([.. stretches.Select(set => set.Value.Tell(set.Key, Shown(set.Value)))])
            : null;
    }

    private void Add(SortedDictionary<int, SetStretch> stretches, IEnumerable<int> items, int start, int end)
    {
        foreach (int item in items)
        {
            int set = index.SetOf(item);
            if (!stretches.TryGetValue(set, out SetStretch? stretch))
            {
                stretches.Add(set, stretch = new SetStretch());
            }

            stretch.Add(item, start, end);
        }
    }

    private string Shown(SetStretch stretch) =>
        _words.Join(stretch.Start, Math.Min(stretch.Length, ShownWords)) + (stretch.Length > ShownWords ? " …" : "");

    /// <summary>What of one set a text has.</summary>
    private sealed class SetStretch
    {
        private readonly SortedSet<int> _items = [];
        private (int Start, int End, int Item) _open, _longest;

        public int Start => _longest.Start;

        public int Length => _longest.End - _longest.Start;

        // N-grams come in the order of their ends; those that touch are one stretch, told by the first item that has its beginning.
        public void Add(int item, int start, int end)
        {
            _items.Add(item);
            bool goesOn = _open.End > 0 && start <= _open.End, isItsBeginning = goesOn && start <= _open.Start;
            _open = !goesOn ? (start, end, item) : (Math.Min(start, _open.Start), end, isItsBeginning ? Math.Min(item, _open.Item) : _open.Item);
            if (_open.End - _open.Start > Length || _open.Start == _longest.Start)
            {
                _longest = _open;
            }
        }

        public SetOverlap Tell(int set, string shown) => new(set, [.. _items], _longest.Item, Length, shown);
    }
}

/// <summary>What of the evaluation sets a text has.</summary>
/// <param name="Sets">Each set of which it has something, in their order.</param>
internal sealed record TextOverlap(IReadOnlyList<SetOverlap> Sets);

/// <summary>What of one set a text has.</summary>
/// <param name="Set">The set.</param>
/// <param name="Items">The items of which it has an n-gram, in their order.</param>
/// <param name="Item">The item whose n-gram begins the longest overlap.</param>
/// <param name="Words">Words of the longest overlap.</param>
/// <param name="Shown">Its first words.</param>
internal readonly record struct SetOverlap(int Set, IReadOnlyList<int> Items, int Item, int Words, string Shown);
