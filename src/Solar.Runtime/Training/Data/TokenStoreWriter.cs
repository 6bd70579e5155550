using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Text.Json;
using Solar.Runtime.Training.Data.Contamination;

namespace Solar.Runtime.Training.Data;

/// <summary>
/// Writes tokenised documents as a file: tokens as 32-bit numbers one after another, then for each document where its tokens end, its row and the
/// hash of its text, then the counts, then the sizes and a checksum of all before. Little-endian.
/// </summary>
internal sealed class TokenStoreWriter : IDisposable
{
    private readonly FileStream _file;
    private readonly XxHash128 _checksum = new();
    private readonly List<StoredDocument> _documents = [];
    private long _tokens;

    public TokenStoreWriter(string file) => _file = new FileStream(file, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 1 << 20);

    /// <summary>Adds a document.</summary>
    /// <param name="number">Its row in the data file.</param>
    /// <param name="textHash">Hash of its text.</param>
    /// <param name="tokens">Its tokens.</param>
    public void Add(long number, UInt128 textHash, ReadOnlySpan<int> tokens)
    {
        Write(MemoryMarshal.AsBytes(tokens));
        _tokens += tokens.Length;
        _documents.Add(new StoredDocument(_tokens, number, textHash));
    }

    /// <summary>Ends the file, and has it on the disk when it returns.</summary>
    public void Complete(DatasetCounts counts, IReadOnlyList<string> problems, StoredOverlaps? overlaps = null)
    {
        Write(MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(_documents)));
        byte[] notes = JsonSerializer.SerializeToUtf8Bytes(new StoredNotes(counts, problems) { Overlaps = overlaps }, TokenStoreJson.Default.StoredNotes);
        Write(notes);
        Write(MemoryMarshal.AsBytes([_tokens, _documents.Count, notes.Length, TokenStore.Magic]));
        _file.Write(_checksum.GetCurrentHash());
        _file.Flush(flushToDisk: true);
    }

    public void Dispose() => _file.Dispose();

    private void Write(ReadOnlySpan<byte> bytes)
    {
        _checksum.Append(bytes);
        _file.Write(bytes);
    }
}

/// <summary>A document of a token file.</summary>
/// <param name="End">Where its tokens end; they begin where those of the one before end.</param>
/// <param name="Number">Its row in the data file.</param>
/// <param name="TextHash">XXH128 of its text, as UTF-16.</param>
[StructLayout(LayoutKind.Sequential, Pack = 8)]
internal readonly record struct StoredDocument(long End, long Number, UInt128 TextHash);

/// <summary>What is told of a token file.</summary>
internal sealed record StoredNotes(DatasetCounts Counts, IReadOnlyList<string> Problems)
{
    /// <summary>What its file has of evaluation sets; null where it was not looked for.</summary>
    public StoredOverlaps? Overlaps { get; init; }
}
