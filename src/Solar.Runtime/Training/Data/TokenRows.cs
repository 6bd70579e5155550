using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace Solar.Runtime.Training.Data;

/// <summary>All documents as one stream of tokens, cut into rows of one length; what is left over at the end is not used.</summary>
public sealed class TokenRows
{
    private readonly int[] _tokens;
    private readonly (long Token, string File, long Line)[] _documents;

    internal TokenRows(int[] tokens, IEnumerable<(long Token, string File, long Line)> documents, int rowLength)
    {
        _tokens = tokens;
        _documents = [.. documents];
        RowLength = rowLength;
        Count = tokens.Length / rowLength;
    }

    /// <summary>Tokens of one row.</summary>
    public int RowLength { get; }

    /// <summary>Number of rows.</summary>
    public int Count { get; }

    /// <summary>Tokens of the whole stream, those at its end included that fill no row.</summary>
    public long TokenCount => _tokens.Length;

    /// <summary>The whole stream.</summary>
    internal ReadOnlySpan<int> Tokens => _tokens;

    /// <summary>Documents of the stream.</summary>
    public int DocumentCount => _documents.Length;

    /// <summary>The tokens of a row.</summary>
    public ReadOnlySpan<int> this[int row] => _tokens.AsSpan(checked(row * RowLength), RowLength);

    /// <summary>Where rows begin, for messages: <c>web.jsonl, line 7; web.jsonl, line 12</c>.</summary>
    public string Places(IEnumerable<int> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return string.Join("; ", rows.Select(Place).Distinct());
    }

    private string Place(int row)
    {
        long token = (long)row * RowLength;
        int index = Array.FindLastIndex(_documents, document => document.Token <= token);
        (_, string file, long line) = _documents[index];
        return string.Create(CultureInfo.InvariantCulture, $"{file}, line {line}");
    }
}
