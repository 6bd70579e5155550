using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Solar.Runtime.Training.Data;

/// <summary>The pairs that a run learns from. Their tokens stay on disk.</summary>
public sealed class PreferenceRows : IDisposable
{
    private readonly IReadOnlyList<TokenizedDataset> _data;
    private readonly StoredPair[] _pairs;

    internal PreferenceRows(IReadOnlyList<TokenizedDataset> data, StoredPair[] pairs) => (_data, _pairs) = (data, pairs);

    /// <summary>Number of pairs.</summary>
    public int Count => _pairs.Length;

    /// <summary>Tokens of the longest prompt with one of its answers.</summary>
    public int LongestLength => _pairs.Max(pair => pair.Length);

    /// <summary>Whether rows have one answer and a label (KTO) instead of a pair.</summary>
    public bool IsLabelled => _pairs[0].Label is not null;

    /// <summary>Tokens of all pairs, those of a prompt counted once.</summary>
    public long TokenCount => _pairs.Sum(pair => (long)pair.TokenCount);

    /// <summary>A pair.</summary>
    public PreferencePair this[int row] => _pairs[row].Load(_data[_pairs[row].Source.Dataset].Tokens);

    /// <summary>SHA-256 of all pairs in their order: what cached log-probabilities of a reference model are named by.</summary>
    public string Hash()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (int row = 0; row < Count; row++)
        {
            PreferencePair pair = this[row];
            int label = pair.Label switch { null => -1, false => 0, true => 1 };
            int[] tokens = [pair.Prompt.Count, pair.Chosen.Count, pair.Rejected.Count, label, .. pair.Prompt, .. pair.Chosen, .. pair.Rejected];
            hash.AppendData(MemoryMarshal.AsBytes(tokens.AsSpan()));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Where rows stand, for messages: <c>pairs.jsonl, line 7; pairs.jsonl, line 12</c>.</summary>
    public string Places(IEnumerable<int> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return DocumentPlaces.Of(_data, rows.Select(row => _pairs[row].Source));
    }

    /// <summary>Closes the files of tokens.</summary>
    public void Dispose()
    {
        foreach (TokenizedDataset dataset in _data)
        {
            dataset.Dispose();
        }
    }
}
