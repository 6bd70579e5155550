using System;
using System.IO;
using System.Runtime.InteropServices;

namespace Solar.Runtime.Checkpoints;

/// <summary>A safetensors file, mapped into memory; its tensors are read where they lie.</summary>
public sealed unsafe class SafetensorsFile : IDisposable
{
    private readonly MappedFile _mapping;

    private SafetensorsFile(string path, MappingMode mode, MappedFile mapping, SafetensorsHeader header)
    {
        FullPath = path;
        Mode = mode;
        _mapping = mapping;
        Header = header;
    }

    /// <summary>Where it lies.</summary>
    public string FullPath { get; }

    /// <summary>Its name without the folder.</summary>
    public string Name => Path.GetFileName(FullPath);

    /// <summary>Whether its bytes may be written to, privately.</summary>
    public MappingMode Mode { get; }

    /// <summary>Its tensors.</summary>
    public SafetensorsHeader Header { get; }

    /// <summary>Its bytes, header included.</summary>
    public long Length => _mapping.Length;

    /// <summary>Opens a file and checks its header.</summary>
    /// <exception cref="CheckpointException">It is no safetensors file, or a damaged one.</exception>
    /// <exception cref="IOException">It is not there or cannot be read.</exception>
    public static SafetensorsFile Open(string path, MappingMode mode = MappingMode.ReadOnly)
    {
        MappedFile mapping = MappedFile.Open(path, mode);
        try
        {
            int headLength = (int)Math.Min(mapping.Length, SafetensorsHeader.PrefixLength + SafetensorsHeader.GreatestLength);
            SafetensorsHeader header = SafetensorsHeader.Parse(new ReadOnlySpan<byte>(mapping.Start, headLength), mapping.Length, path);
            return new SafetensorsFile(Path.GetFullPath(path), mode, mapping, header);
        }
        catch
        {
            mapping.Dispose();
            throw;
        }
    }

    /// <summary>A tensor's bytes, little endian, rows first. They are valid until the file is disposed of.</summary>
    /// <param name="entry">An entry of this file's <see cref="Header"/>.</param>
    /// <exception cref="ArgumentException">The entry is of another file, or has more than 2 GiB: read it in slices.</exception>
    public ReadOnlySpan<byte> Bytes(SafetensorsEntry entry) => Bytes(entry, 0, entry.Info.ByteCount);

    /// <summary>A part of a tensor's bytes.</summary>
    /// <param name="entry">An entry of this file's <see cref="Header"/>.</param>
    /// <param name="offset">First byte, counted from the tensor's own.</param>
    /// <param name="count">Number of bytes, at most 2 GiB.</param>
    /// <exception cref="ArgumentException">The entry is of another file, or the part is not inside of it.</exception>
    public ReadOnlySpan<byte> Bytes(SafetensorsEntry entry, long offset, long count)
    {
        byte* start = Pointer(entry);
        if (offset < 0 || count < 0 || count > int.MaxValue || offset > entry.Info.ByteCount - count)
        {
            throw new ArgumentException($"{entry.Info} has no part of {count} bytes at {offset} that fits a span.", nameof(offset));
        }

        return new ReadOnlySpan<byte>(start + offset, (int)count);
    }

    /// <summary>A tensor's first byte; valid until the file is disposed of and nothing holds its mapping.</summary>
    internal byte* Pointer(SafetensorsEntry entry) => ReferenceEquals(Header.Find(entry.Name), entry)
        ? _mapping.Start + Header.DataStart + entry.Begin
        : throw new ArgumentException($"{entry.Info} is not of {FullPath}.", nameof(entry));

    /// <summary>The start and length of the whole mapping.</summary>
    internal (nint Start, long Length) Extent => ((nint)_mapping.Start, _mapping.Length);

    /// <summary>Keeps the mapping beyond disposal; each call asks for one <c>DangerousRelease</c>.</summary>
    internal SafeHandle Hold() => _mapping.Hold();

    /// <inheritdoc/>
    public void Dispose() => _mapping.Dispose();
}
