using System;
using System.Collections.Generic;

namespace Solar.Runtime.Training.Data;

/// <summary>The pairs that a run learns from. Their tokens stay on disk.</summary>
public sealed class PreferenceRows : IDisposable
{
    /// <summary>Number of pairs.</summary>
    public int Count => throw new NotImplementedException();

    /// <summary>Tokens of the longest prompt with one of its answers.</summary>
    public int LongestLength => throw new NotImplementedException();

    /// <summary>Whether rows have one answer and a label (KTO) instead of a pair.</summary>
    public bool IsLabelled => throw new NotImplementedException();

    /// <summary>A pair.</summary>
    public PreferencePair this[int row] => throw new NotImplementedException();

    /// <summary>SHA-256 of all pairs in their order: what cached log-probabilities of a reference model are named by.</summary>
    public string Hash() => throw new NotImplementedException();

    /// <summary>Where rows stand, for messages: <c>pairs.jsonl, line 7; pairs.jsonl, line 12</c>.</summary>
    public string Places(IEnumerable<int> rows) => throw new NotImplementedException();

    /// <summary>Closes the files of tokens.</summary>
    public void Dispose() => throw new NotImplementedException();
}
