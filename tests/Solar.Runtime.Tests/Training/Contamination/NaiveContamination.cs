using System;
using System.Collections.Generic;
using System.Linq;

namespace Solar.Runtime.Tests.Training.Contamination;

/// <summary>Contamination by comparing every place of a row with every place of every item: slow, and without a hash.</summary>
internal sealed class NaiveContamination
{
    private readonly (int Set, string[] Words)[] _items;
    private readonly int _size;

    public NaiveContamination(string[][] sets, int size)
    {
        _size = size;
        _items = [.. sets.SelectMany((set, number) => set.Select(item => (number, Split(item))))];
    }

    public long Contaminated(string[] rows) => rows.LongCount(row => Enumerable.Range(0, _items.Length).Any(item => Places(row, item).Any()));

    public (long Rows, long Items, int[] First, int[] Words) Overlap(int set, string[] rows)
    {
        int[] items = [.. Enumerable.Range(0, _items.Length).Where(item => _items[item].Set == set)];
        int[] hit = [.. Enumerable.Range(0, rows.Length).Where(row => items.Any(item => Places(rows[row], item).Any()))];
        long touched = items.LongCount(item => rows.Any(row => Places(row, item).Any()));
        int[] words = [.. hit.Take(10).Select(row => Longest(rows[row], items))];
        return (hit.Length, touched, [.. hit.Take(10)], words);
    }

    public long Unchecked(int set) => Enumerable.Range(0, _items.Length).LongCount(item =>
        _items[item].Set == set && (Length(item) == 0 || Enumerable.Range(0, _items[item].Words.Length - Length(item) + 1).All(start => IsPhrase(Ngram(item, start)))));

    private static string[] Split(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private int Length(int item) => _items[item].Words.Length >= _size ? _size : _items[item].Words.Length >= Math.Min(8, _size) ? _items[item].Words.Length : 0;

    private string Ngram(int item, int start) => string.Join(' ', _items[item].Words.Skip(start).Take(Length(item)));

    // Where a row has an n-gram of an item.
    private IEnumerable<int> Places(string row, int item)
    {
        string[] words = Split(row);
        int length = Length(item);
        for (int at = 0; length > 0 && at + length <= words.Length; at++)
        {
            string ngram = string.Join(' ', words.Skip(at).Take(length));
            if (Enumerable.Range(0, _items[item].Words.Length - length + 1).Any(start => Ngram(item, start) == ngram) && !IsPhrase(ngram))
            {
                yield return at;
            }
        }
    }

    private readonly Dictionary<string, bool> _phrases = [];

    private bool IsPhrase(string ngram)
    {
        if (!_phrases.TryGetValue(ngram, out bool isPhrase))
        {
            int length = Split(ngram).Length;
            isPhrase = Enumerable.Range(0, _items.Length)
                .Where(item => Length(item) == length && Enumerable.Range(0, _items[item].Words.Length - length + 1).Any(start => Ngram(item, start) == ngram))
                .GroupBy(item => _items[item].Set).Any(set => set.Count() > 10);
            _phrases.Add(ngram, isPhrase);
        }

        return isPhrase;
    }

    private int Longest(string row, int[] items)
    {
        string[] words = Split(row);
        bool[] covered = new bool[words.Length];
        foreach ((int at, int length) in items.SelectMany(item => Places(row, item).Select(at => (at, Length(item)))))
        {
            Array.Fill(covered, true, at, length);
        }

        int longest = 0, open = 0;
        foreach (bool isCovered in covered)
        {
            open = isCovered ? open + 1 : 0;
            longest = Math.Max(longest, open);
        }

        return longest;
    }
}
