using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.InteropServices;
using System.Threading;

namespace Solar.Runtime.Training.Data.Contamination;

/// <summary>
/// The n-grams of evaluation sets: sequences of so many words, 13 as in GPT-3 (appendix C) and EleutherAI's evaluation harness. An item with fewer words is one n-gram
/// as a whole, and so is a part of an item, such as its question, down to 8 words, GPT-3's least; what is shorter stands in many texts by chance, cannot be checked, and is counted. An n-gram of more
/// than ten items of a set tells none of them: it is a phrase of the set, such as the first words of a prompt's template, and is passed over.
/// </summary>
public sealed class NgramIndex
{
    /// <summary>Words of an n-gram, where nothing else is said.</summary>
    public const int DefaultSize = 13;

    /// <summary>The fewest words of an n-gram that may be asked for.</summary>
    public const int MinimumSize = 5;

    /// <summary>The most words of an n-gram that may be asked for.</summary>
    public const int MaximumSize = 100;

    /// <summary>The fewest words of an item that is looked for.</summary>
    public const int ShortestItem = 8;

    private const int MostItemsOfNgram = 10;

    private readonly TextWords _text = new();
    private readonly WordTable _vocabulary = new();
    private readonly List<int> _words = [], _setOf = [];
    private readonly List<(string File, long Row, string Unit)> _places = [];
    private readonly SortedDictionary<int, NgramTable> _tables = [];
    private readonly ConcurrentBag<TextScan> _idle = [];

    private NgramIndex(int size) => Size = size;

    /// <summary>Words of an n-gram.</summary>
    public int Size { get; }

    /// <summary>The sets, in their order.</summary>
    public IReadOnlyList<IndexedSet> Sets { get; private set; } = [];

    /// <summary>Makes the index of evaluation sets. In memory are their words as numbers, and some 40 bytes for each n-gram.</summary>
    /// <param name="sets">The sets, in the order in which they are told of.</param>
    /// <param name="size">Words of an n-gram, 5 to 100.</param>
    /// <param name="cancellationToken">Ends it between two items.</param>
    /// <exception cref="ArgumentOutOfRangeException">The size is outside that.</exception>
    public static NgramIndex Build(IEnumerable<EvaluationTexts> sets, int size = DefaultSize, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(sets);
        ArgumentOutOfRangeException.ThrowIfLessThan(size, MinimumSize);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(size, MaximumSize);
        var index = new NgramIndex(size);
        var names = new List<string>();
        foreach (EvaluationTexts set in sets)
        {
            foreach (CheckedText item in set.Items)
            {
                cancellationToken.ThrowIfCancellationRequested();
                index.Add(item, names.Count);
            }

            names.Add(set.Name);
        }

        index.Complete(names);
        return index;
    }

    /// <summary>What of the evaluation sets a text has; null for nothing. May be asked by several threads at once.</summary>
    internal TextOverlap? Find(string text)
    {
        if (!_idle.TryTake(out TextScan? scan))
        {
            scan = new TextScan(this, _vocabulary, [.. _tables.Values]);
        }

        TextOverlap? found = scan.Find(text);
        _idle.Add(scan);
        return found;
    }

    /// <summary>The set that an item is of.</summary>
    internal int SetOf(int item) => _setOf[item];

    /// <summary>Where an item stands, such as <c>test.jsonl, line 7</c>.</summary>
    internal string PlaceOf(int item) => CheckedText.PlaceOf(_places[item].File, _places[item].Row, _places[item].Unit);

    private void Add(CheckedText text, int set)
    {
        int item = _places.Count;
        _places.Add((text.File, text.Row, text.Unit));
        _setOf.Add(set);
        Add(text.Text, item);
        foreach (string part in text.Parts ?? [])
        {
            Add(part, item, isPart: true);
        }
    }

    private void Add(string text, int item, bool isPart = false)
    {
        _text.Read(text);
        int start = _words.Count, length = Math.Min(Size, _text.Count);
        if (length < Math.Min(Size, ShortestItem) || (isPart && length == Size))        // a long part's n-grams are those of the whole
        {
            return;
        }

        for (int word = 0; word < _text.Count; word++)
        {
            _words.Add(_vocabulary.Add(_text[word]));
        }

        if (!_tables.TryGetValue(length, out NgramTable? table))
        {
            _tables.Add(length, table = new NgramTable(length, _words));
        }

        ReadOnlySpan<int> numbers = CollectionsMarshal.AsSpan(_words)[start..];
        ulong[] beginnings = new ulong[numbers.Length + 1];
        ulong power = NgramHash.Power(length);
        for (int end = 1; end <= numbers.Length; end++)
        {
            beginnings[end] = NgramHash.Next(beginnings[end - 1], numbers[end - 1]);
            if (end >= length)
            {
                table.Add(NgramHash.Between(beginnings[end], beginnings[end - length], power), start + end - length, item);
            }
        }
    }

    private void Complete(List<string> names)
    {
        long[] items = new long[names.Count], unchecked_ = new long[names.Count], common = new long[names.Count];
        bool[] isChecked = new bool[_places.Count];
        foreach (NgramTable table in _tables.Values)
        {
            for (int ngram = 0; ngram < table.Count; ngram++)
            {
                int[] owners = [.. table.Items(ngram)];
                IGrouping<int, int>[] phrases = owners.Length <= MostItemsOfNgram ? [] : [.. owners.GroupBy(SetOf).Where(set => set.Count() > MostItemsOfNgram)];
                if (phrases.Length > 0)
                {
                    table.Clear(ngram);
                    Array.ForEach(phrases, set => common[set.Key]++);
                    continue;
                }

                Array.ForEach(owners, item => isChecked[item] = true);
            }
        }

        for (int item = 0; item < isChecked.Length; item++)
        {
            items[SetOf(item)]++;
            unchecked_[SetOf(item)] += isChecked[item] ? 0 : 1;
        }

        Sets = [.. names.Select((name, set) => new IndexedSet(name, items[set], unchecked_[set], common[set]))];
    }
}

/// <summary>An evaluation set, as far as it can be looked for.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Items">Number of its items.</param>
/// <param name="Unchecked">Of them: too short, or of phrases of the set alone.</param>
/// <param name="Phrases">N-grams that more than ten of its items have, and that are passed over.</param>
public sealed record IndexedSet(string Name, long Items, long Unchecked, long Phrases);
