using System;
using System.IO;
using System.IO.MemoryMappedFiles;
using Microsoft.Win32.SafeHandles;

namespace Solar.Runtime.Checkpoints;

/// <summary>How the bytes of a file are seen in memory.</summary>
public enum MappingMode
{
    /// <summary>They can only be read.</summary>
    ReadOnly,

    /// <summary>They can be written, privately: what is written stays in this process and never reaches the file.</summary>
    CopyOnWrite,
}

/// <summary>
/// A file in memory without a copy. Memory is taken page by page as it is touched, and is the page cache's own until it is written.
/// The mapping counts its users: it is given back when it was disposed of and the last one that holds it let go. One that nobody
/// disposes of stays: a leak of addresses is better than a span that points to none.
/// </summary>
internal sealed unsafe class MappedFile : IDisposable
{
    private readonly SafeMemoryMappedViewHandle _view;
    private byte* _start;

    private MappedFile(SafeMemoryMappedViewHandle view, long length)
    {
        _view = view;
        Length = length;
        _view.AcquirePointer(ref _start);
    }

    /// <summary>Bytes of the file.</summary>
    public long Length { get; }

    /// <summary>The first byte.</summary>
    /// <exception cref="ObjectDisposedException">The mapping was given back.</exception>
    public byte* Start
    {
        get
        {
            ObjectDisposedException.ThrowIf(_start == null, this);
            return _start;
        }
    }

    /// <summary>Keeps the mapping beyond its disposal; each call asks for one <c>DangerousRelease</c>.</summary>
    public SafeMemoryMappedViewHandle Hold()
    {
        ObjectDisposedException.ThrowIf(_start == null, this);
        bool held = false;
        _view.DangerousAddRef(ref held);
        return _view;
    }

    /// <summary>Maps a file of at least one byte.</summary>
    /// <exception cref="CheckpointException">The file is empty.</exception>
    public static MappedFile Open(string path, MappingMode mode)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        long length = stream.Length;
        if (length == 0)
        {
            throw new CheckpointException(path, null, "the file is empty", "It was cut off; fetch or write it again.");
        }

        MemoryMappedFileAccess access = mode == MappingMode.ReadOnly ? MemoryMappedFileAccess.Read : MemoryMappedFileAccess.CopyOnWrite;
        using var file = MemoryMappedFile.CreateFromFile(stream, null, 0, access, HandleInheritability.None, leaveOpen: false);
        MemoryMappedViewAccessor view = file.CreateViewAccessor(0, length, access);

        // The accessor is left to the collector: all that must be given back is its handle, which is counted.
        return new MappedFile(view.SafeMemoryMappedViewHandle, length);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_start != null)
        {
            _start = null;
            _view.ReleasePointer();
            _view.Dispose();
        }
    }
}
