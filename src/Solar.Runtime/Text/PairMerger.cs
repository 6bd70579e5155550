using System;
using System.Collections.Generic;
using System.Linq;

namespace Solar.Runtime.Text;

/// <summary>Merges the most frequent pair of neighbours, and counts anew only in the words that had it.</summary>
internal sealed class PairMerger
{
    /// <summary>Longest piece in characters, as SentencePiece has it.</summary>
    private const int LongestPiece = 16;

    /// <summary>Stands where a character has no piece; it is written as bytes, and no pair reaches over it.</summary>
    private const int Gap = -1;

    private readonly List<string> _pieces;
    private readonly List<int> _sizes;
    private readonly Dictionary<string, int> _ids = new(StringComparer.Ordinal);
    private readonly List<(int[] Pieces, long Count)> _words = [];
    private readonly Dictionary<(int Left, int Right), PairUse> _pairs = [];

    public PairMerger(Dictionary<string, long> words, IReadOnlyList<string> characters)
    {
        _pieces = [.. characters];
        _sizes = [.. characters.Select(_ => 1)];
        for (int id = 0; id < characters.Count; id++)
        {
            _ids[characters[id]] = id;
        }

        foreach ((string word, long count) in words)
        {
            _words.Add(([.. word.EnumerateRunes().Select(rune => _ids.GetValueOrDefault(rune.ToString(), Gap))], count));
            Count(_words.Count - 1, +1);
        }
    }

    /// <summary>The texts of up to <paramref name="number"/> merged pieces, in the order of merging; fewer where the text runs out of pairs.</summary>
    public IReadOnlyList<string> Merge(int number)
    {
        List<string> merged = new(number);
        while (merged.Count < number && Best() is { } pair)
        {
            string text = Text(pair);

            // Two ways to the same text ("a"+"bc", "ab"+"c") are one piece.
            if (!_ids.TryGetValue(text, out int id))
            {
                _ids[text] = id = _pieces.Count;
                _pieces.Add(text);
                _sizes.Add(_sizes[pair.Left] + _sizes[pair.Right]);
                merged.Add(text);
            }

            Replace(pair, id);
        }

        return merged;
    }

    private (int Left, int Right)? Best()
    {
        (int Left, int Right)? best = null;
        long most = 1;                                      // a pair that stands together once teaches nothing
        foreach (((int Left, int Right) pair, PairUse use) in _pairs)
        {
            if (use.Count > most || (use.Count == most && best is { } other && ComesFirst(pair, other)))
            {
                (best, most) = (pair, use.Count);
            }
        }

        return best;
    }

    private void Replace((int Left, int Right) pair, int id)
    {
        foreach (int index in _pairs[pair].Words.Order().ToArray())
        {
            Count(index, -1);
            (int[] pieces, long count) = _words[index];
            List<int> shorter = new(pieces.Length);
            for (int i = 0; i < pieces.Length; i++)
            {
                bool isPair = i + 1 < pieces.Length && pieces[i] == pair.Left && pieces[i + 1] == pair.Right;
                shorter.Add(isPair ? id : pieces[i]);
                i += isPair ? 1 : 0;
            }

            _words[index] = ([.. shorter], count);
            Count(index, +1);
        }
    }

    private void Count(int index, int sign)
    {
        (int[] pieces, long count) = _words[index];
        for (int i = 0; i + 1 < pieces.Length; i++)
        {
            (int left, int right) = (pieces[i], pieces[i + 1]);
            if (left == Gap || right == Gap || _sizes[left] + _sizes[right] > LongestPiece)
            {
                continue;
            }

            if (!_pairs.TryGetValue((left, right), out PairUse? use))
            {
                _pairs[(left, right)] = use = new PairUse();
            }

            use.Count += sign * count;
            if (sign > 0)
            {
                use.Words.Add(index);
            }
            else if (use.Count == 0)
            {
                _pairs.Remove((left, right));
            }
        }
    }

    private bool ComesFirst((int Left, int Right) pair, (int Left, int Right) other)
    {
        int order = string.CompareOrdinal(Text(pair), Text(other));
        return order < 0 || (order == 0 && _sizes[pair.Left] < _sizes[other.Left]);
    }

    private string Text((int Left, int Right) pair) => _pieces[pair.Left] + _pieces[pair.Right];

    private sealed class PairUse
    {
        public long Count { get; set; }

        public HashSet<int> Words { get; } = [];
    }
}
