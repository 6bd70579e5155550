using System;
using System.IO;
using System.IO.Hashing;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text.Json;
using Microsoft.Win32.SafeHandles;

namespace Solar.Runtime.Training.Data;

/// <summary>The tokens of a data set's documents, in a file. In memory is its index alone: 32 bytes a document.</summary>
internal sealed class TokenStore : IDisposable
{
    /// <summary>The end of such a file, and the version of its form: SOLARTK1.</summary>
    public const long Magic = 0x314B5452414C4F53;

    private const int SizesLength = 4 * sizeof(long), ChecksumLength = 16;
    private static readonly int DocumentLength = Unsafe.SizeOf<StoredDocument>();

    private readonly SafeFileHandle _file;
    private readonly StoredDocument[] _documents;

    private TokenStore(SafeFileHandle file, StoredDocument[] documents, StoredNotes notes) => (_file, _documents, Notes) = (file, documents, notes);

    /// <summary>What is told of it.</summary>
    public StoredNotes Notes { get; }

    /// <summary>Number of documents.</summary>
    public int Count => _documents.Length;

    /// <summary>A document.</summary>
    public ref readonly StoredDocument this[int document] => ref _documents[document];

    /// <summary>Number of a document's tokens.</summary>
    public int Length(int document) => checked((int)(_documents[document].End - Start(document)));

    /// <summary>Reads tokens of a document.</summary>
    /// <param name="document">The document.</param>
    /// <param name="offset">The first of them within it.</param>
    /// <param name="tokens">Where they are put; as many are read as it has place for.</param>
    public void Read(int document, int offset, Span<int> tokens) =>
        Fill(_file, MemoryMarshal.AsBytes(tokens), (Start(document) + offset) * sizeof(int));

    /// <summary>Opens a file of tokens, after a look at all of its bytes; null where it is none, or a damaged one.</summary>
    /// <param name="file">The file.</param>
    /// <param name="isTemporary">Whether it goes when it is closed.</param>
    public static TokenStore? Open(string file, bool isTemporary)
    {
        SafeFileHandle handle = File.OpenHandle(
            file, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, isTemporary ? FileOptions.DeleteOnClose : FileOptions.None);
        TokenStore? store = null;
        try
        {
            store = Read(handle);
            return store;
        }
        finally
        {
            if (store is null)
            {
                handle.Dispose();
            }
        }
    }

    public void Dispose() => _file.Dispose();

    private long Start(int document) => document == 0 ? 0 : _documents[document - 1].End;

    private static TokenStore? Read(SafeFileHandle file)
    {
        long length = RandomAccess.GetLength(file);
        if (length < SizesLength + ChecksumLength || !HasItsChecksum(file, length - ChecksumLength))
        {
            return null;
        }

        Span<long> sizes = stackalloc long[4];
        Fill(file, MemoryMarshal.AsBytes(sizes), length - ChecksumLength - SizesLength);
        (long tokens, long count, long notesLength, long magic) = (sizes[0], sizes[1], sizes[2], sizes[3]);
        long start = tokens * sizeof(int);
        if (magic != Magic || start + (count * DocumentLength) + notesLength + SizesLength + ChecksumLength != length)
        {
            return null;
        }

        var documents = new StoredDocument[count];
        Fill(file, MemoryMarshal.AsBytes(documents.AsSpan()), start);
        byte[] notes = new byte[notesLength];
        Fill(file, notes, start + (count * DocumentLength));
        return new TokenStore(file, documents, JsonSerializer.Deserialize(notes, TokenStoreJson.Default.StoredNotes)!);
    }

    private static bool HasItsChecksum(SafeFileHandle file, long length)
    {
        var checksum = new XxHash128();
        byte[] buffer = new byte[1 << 20];
        for (long position = 0; position < length;)
        {
            int part = (int)Math.Min(buffer.Length, length - position);
            Fill(file, buffer.AsSpan(0, part), position);
            checksum.Append(buffer.AsSpan(0, part));
            position += part;
        }

        byte[] stored = new byte[ChecksumLength];
        Fill(file, stored, length);
        return checksum.GetCurrentHash().AsSpan().SequenceEqual(stored);
    }

    private static void Fill(SafeFileHandle file, Span<byte> bytes, long position)
    {
        while (!bytes.IsEmpty)
        {
            int read = RandomAccess.Read(file, bytes, position);
            if (read == 0)
            {
                throw new EndOfStreamException("A file of tokens became shorter while it was read.");
            }

            bytes = bytes[read..];
            position += read;
        }
    }
}
