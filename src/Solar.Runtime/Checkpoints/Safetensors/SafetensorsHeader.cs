using System;
using System.Buffers.Binary;
using System.Collections.Generic;

namespace Solar.Runtime.Checkpoints;

/// <summary>
/// The header of a safetensors file: eight bytes of length (little endian), JSON, and then the tensors' bytes without a gap.
/// <para>
/// A file may come from anywhere, and raw pointers are made from what its header says. So everything is checked here, at least as
/// strictly as the reference implementation does (github.com/huggingface/safetensors): a header that parses is safe to follow.
/// </para>
/// </summary>
public sealed class SafetensorsHeader
{
    /// <summary>The reference refuses longer headers; so do we.</summary>
    public const int GreatestLength = 100_000_000;

    internal const int PrefixLength = sizeof(long);

    private readonly Dictionary<string, SafetensorsEntry> _byName;

    internal SafetensorsHeader(
        IReadOnlyList<SafetensorsEntry> entries,
        Dictionary<string, SafetensorsEntry> byName,
        IReadOnlyDictionary<string, string> metadata,
        long dataStart)
    {
        Entries = entries;
        Metadata = metadata;
        DataStart = dataStart;
        _byName = byName;
    }

    /// <summary>All tensors, in the order of their bytes.</summary>
    public IReadOnlyList<SafetensorsEntry> Entries { get; }

    /// <summary>The texts under <c>__metadata__</c>; transformers writes <c>format: pt</c>.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>Where in the file the first tensor begins.</summary>
    public long DataStart { get; }

    /// <summary>The tensor of a name, or null.</summary>
    public SafetensorsEntry? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>Reads and checks a header.</summary>
    /// <param name="start">The beginning of the file: at least its whole header, where it has one.</param>
    /// <param name="fileLength">Bytes of the whole file.</param>
    /// <param name="file">What messages call the file.</param>
    /// <exception cref="CheckpointException">The header is cut off, malformed, or points outside of the file.</exception>
    public static SafetensorsHeader Parse(ReadOnlySpan<byte> start, long fileLength, string file)
    {
        int length = ReadLength(start, fileLength, file);
        long dataStart = PrefixLength + length;
        var parser = new SafetensorsParser(file);
        parser.Read(start.Slice(PrefixLength, length));
        IReadOnlyList<SafetensorsEntry> entries = SafetensorsLayout.Check(parser.Entries, fileLength - dataStart, file);
        return new SafetensorsHeader(entries, parser.ByName, parser.Metadata, dataStart);
    }

    /// <summary>Bytes of JSON after the prefix.</summary>
    private static int ReadLength(ReadOnlySpan<byte> start, long fileLength, string file)
    {
        if (fileLength < PrefixLength || start.Length < PrefixLength)
        {
            throw Truncated(file, $"the file has {fileLength} bytes, too few for a safetensors header");
        }

        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(start);
        if (length > GreatestLength)
        {
            throw new CheckpointException(
                file, null, $"its header claims {length} bytes, more than the {GreatestLength} that are allowed", "This is no safetensors file, or a damaged one.");
        }

        if (length > (ulong)(fileLength - PrefixLength) || length > (ulong)(start.Length - PrefixLength))
        {
            throw Truncated(file, $"its header claims {length} bytes, but only {fileLength - PrefixLength} follow");
        }

        return (int)length;
    }

    private static CheckpointException Truncated(string file, string problem) =>
        new(file, null, problem, "The file was cut off; fetch or write it again.");
}
