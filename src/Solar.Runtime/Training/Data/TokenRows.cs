using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Solar.Runtime.Training.Data;

/// <summary>The rows of tokens that a run learns from. The tokens stay on disk; in memory is where each row's pieces stand.</summary>
public sealed class TokenRows : IDisposable
{
    /// <summary>So many places of rows are named in a message.</summary>
    private const int ToldPlaces = 8;

    private readonly IReadOnlyList<TokenizedDataset> _data;
    private readonly DocumentReference[] _documents;
    private readonly PackedRows _rows;
    private readonly bool _isIsolated;

    internal TokenRows(
        IReadOnlyList<TokenizedDataset> data, DocumentReference[] documents, PackedRows rows, int rowLength, bool isIsolated)
    {
        _data = data;
        _documents = documents;
        _rows = rows;
        _isIsolated = isIsolated;
        RowLength = rowLength;
        TokenCount = documents.Sum(document => (long)data[document.Dataset].Tokens.Length(document.Document));
        UsedCount = rows.Pieces.Sum(piece => (long)piece.Length);
    }

    /// <summary>Tokens of one row, padding included.</summary>
    public int RowLength { get; }

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
            int next = 0;
            foreach (RowPiece piece in Pieces(row))
            {
                _data[piece.Source.Dataset].Tokens.Read(piece.Source.Document, piece.Offset, tokens.AsSpan(next, piece.Length));
                next += piece.Length;
            }

            return tokens;
        }
    }

    /// <summary>Whether documents of one row see themselves alone.</summary>
    internal bool IsIsolated => _isIsolated;

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

    /// <summary>What of a row is learnt: every token but the first, of each document where they are isolated.</summary>
    internal int Targets(int row) => Used(row) - (_isIsolated ? Pieces(row).Length : 1);

    /// <summary>SHA-256 of the tokens of all documents in their order, as little-endian 32-bit numbers.</summary>
    internal string Hash()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        int[] buffer = [];
        foreach (DocumentReference document in _documents)
        {
            TokenStore tokens = _data[document.Dataset].Tokens;
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
        string[] places = [.. rows.SelectMany(row => Pieces(row).ToArray()).Select(Place).Distinct().Take(ToldPlaces + 1)];
        return string.Join("; ", places.Take(ToldPlaces)) + (places.Length > ToldPlaces ? "; …" : "");
    }

    /// <summary>Closes the files of tokens.</summary>
    public void Dispose()
    {
        foreach (TokenizedDataset dataset in _data)
        {
            dataset.Dispose();
        }
    }

    private string Place(RowPiece piece)
    {
        TokenizedDataset dataset = _data[piece.Source.Dataset];
        long number = dataset.Tokens[piece.Source.Document].Number;
        return string.Create(CultureInfo.InvariantCulture, $"{Path.GetFileName(dataset.File)}, {DocumentReader.Unit(dataset.Description)} {number}");
    }
}
