using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Solar.Runtime.Training.Data;

/// <summary>The rows of tokens that a run learns from. The tokens stay on disk; in memory is where each row's pieces stand.</summary>
public sealed class TokenRows : IDisposable
{
    private readonly IReadOnlyList<TokenizedDataset> _data;
    private readonly DocumentReference[] _documents;
    private readonly PackedRows _rows;
    private readonly RowOptions _options;
    private readonly bool _hasMasks;

    internal TokenRows(
        IReadOnlyList<TokenizedDataset> data, DocumentReference[] documents, PackedRows rows, RowOptions options, bool hasMasks)
    {
        _data = data;
        _documents = documents;
        _rows = rows;
        _options = options;
        _hasMasks = hasMasks;
        TokenCount = documents.Sum(document => (long)data[document.Dataset].Tokens.Length(document.Document));
        UsedCount = rows.Pieces.Sum(piece => (long)piece.Length);
    }

    /// <summary>Tokens of one row, padding included.</summary>
    public int RowLength => _options.MaxLength;

    /// <summary>Number of rows.</summary>
    public int Count => _rows.Starts.Length - 1;

    /// <summary>Tokens of all documents.</summary>
    public long TokenCount { get; }

    /// <summary>Tokens that stand in a row: fewer than all where documents were cut off, or fill no row at the end.</summary>
    public long UsedCount { get; }

    /// <summary>Places of rows that no token fills.</summary>
    public long PaddingCount => ((long)Count * RowLength) - UsedCount;

    /// <summary>Documents of one pass over the data.</summary>
    public int DocumentCount => _documents.Length;

    /// <summary>The tokens of a row; 0 where it is padded.</summary>
    public int[] this[int row]
    {
        get
        {
            int[] tokens = new int[RowLength];
            Array.ConvertAll(Stored(row), StoredToken.Id).CopyTo(tokens, 0);
            return tokens;
        }
    }

    /// <summary>These rows without those of which nothing is learnt: a stream that is cut has such, and a step of them alone would have no mean.</summary>
    internal TokenRows WithTargets()
    {
        var pieces = new List<RowPiece>();
        var starts = new List<int> { 0 };
        for (int row = 0; row < Count; row++)
        {
            if (TargetsOf(row).Contains(true))
            {
                pieces.AddRange(Pieces(row));
                starts.Add(pieces.Count);
            }
        }

        return new TokenRows(_data, _documents, new PackedRows([.. pieces], [.. starts]), _options, _hasMasks);
    }

    /// <summary>Which tokens of a row are targets: learnt, and not the first of their document.</summary>
    public bool[] TargetsOf(int row)
    {
        bool[] targets = new bool[RowLength];
        int[] stored = Stored(row);
        int next = 0;
        foreach (RowPiece piece in Pieces(row))
        {
            for (int i = 0; i < piece.Length; i++, next++)
            {
                targets[next] = StoredToken.IsLearnt(stored[next]) && (i > 0 || (next > 0 && !IsIsolated));
            }
        }

        return targets;
    }

    /// <summary>Tokens of a row as they are stored, without padding.</summary>
    internal int[] Stored(int row)
    {
        int[] tokens = new int[Used(row)];
        int next = 0;
        foreach (RowPiece piece in Pieces(row))
        {
            _data[piece.Source.Dataset].Tokens.Read(piece.Source.Document, piece.Offset, tokens.AsSpan(next, piece.Length));
            next += piece.Length;
        }

        return tokens;
    }

    /// <summary>Tokens of rows that go through a pass together: those of every row, or of the longest of these where each document has its own.</summary>
    internal int LengthOf(IReadOnlyList<int> rows) => _options.Packs ? RowLength : rows.Max(Used);

    /// <summary>Whether documents of one row see themselves alone.</summary>
    internal bool IsIsolated => _options.IsolateDocuments;

    /// <summary>What a row is made of.</summary>
    internal ReadOnlySpan<RowPiece> Pieces(int row) => _rows.Pieces.AsSpan(_rows.Starts[row].._rows.Starts[row + 1]);

    /// <summary>Tokens of a row, without padding.</summary>
    internal int Used(int row)
    {
        int used = 0;
        foreach (RowPiece piece in Pieces(row))
        {
            used += piece.Length;
        }

        return used;
    }

    /// <summary>How much of a row is learnt: where nothing is hidden every token but the first, of each document where they are isolated.</summary>
    internal int Targets(int row) => _hasMasks ? TargetsOf(row).Count(isTarget => isTarget) : Used(row) - (IsIsolated ? Pieces(row).Length : 1);

    /// <summary>SHA-256 of the tokens of all documents in their order as they are stored, masks included, as little-endian 32-bit numbers.</summary>
    internal string Hash()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        int[] buffer = [];
        foreach (DocumentReference document in _documents)
        {
            DatasetTokens tokens = _data[document.Dataset].Tokens;
            int length = tokens.Length(document.Document);
            buffer = buffer.Length < length ? new int[Math.Max(length, 2 * buffer.Length)] : buffer;
            tokens.Read(document.Document, 0, buffer.AsSpan(0, length));
            hash.AppendData(MemoryMarshal.AsBytes(buffer.AsSpan(0, length)));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Where the documents of rows stand, for messages: <c>web.jsonl, line 7; web.jsonl, line 12</c>.</summary>
    public string Places(IEnumerable<int> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return DocumentPlaces.Of(_data, rows.SelectMany(row => Pieces(row).ToArray()).Select(piece => piece.Source));
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
