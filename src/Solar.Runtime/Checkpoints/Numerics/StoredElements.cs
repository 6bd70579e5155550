using System;
using System.Buffers;
using System.IO;
using Microsoft.Win32.SafeHandles;

namespace Solar.Runtime.Checkpoints;

/// <summary>
/// The elements of a stored tensor, read from its file through a small buffer: a mapped page would count as this process's memory. What
/// is read for the first time is hashed on its way, so that a range is hashed once however often it is read.
/// </summary>
internal sealed class StoredElements : IElementReader
{
    private readonly StoredTensor _tensor;
    private readonly SafeFileHandle _file;
    private readonly RunningHash? _hash;
    private readonly int _size;
    private long _hashed;

    /// <summary>The elements of a tensor.</summary>
    /// <param name="tensor">The tensor.</param>
    /// <param name="file">Its file, open for reading.</param>
    /// <param name="hash">Takes its bytes; null where nobody asks for their hash.</param>
    public StoredElements(StoredTensor tensor, SafeFileHandle file, RunningHash? hash = null)
    {
        _tensor = tensor;
        _file = file;
        _hash = hash;
        _size = tensor.Info.Dtype.Size();
        Count = tensor.Info.ByteCount / _size;
    }

    /// <inheritdoc/>
    public long Count { get; }

    /// <summary>How they are encoded.</summary>
    public TensorDtype Dtype => _tensor.Info.Dtype;

    /// <inheritdoc/>
    /// <exception cref="CheckpointException">The file became shorter since it was opened.</exception>
    public void Read(long offset, Span<float> destination)
    {
        byte[] bytes = ArrayPool<byte>.Shared.Rent(destination.Length * _size);
        try
        {
            Span<byte> part = bytes.AsSpan(0, destination.Length * _size);
            ReadBytes(offset * _size, part);
            ElementConversion.ToSingle(part, _tensor.Info.Dtype, destination);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    /// <summary>Reads consecutive bytes as they are.</summary>
    /// <param name="offset">The first byte, counted from the tensor's own.</param>
    /// <param name="destination">One place for each.</param>
    /// <exception cref="CheckpointException">The file became shorter since it was opened.</exception>
    public void ReadBytes(long offset, Span<byte> destination)
    {
        long start = _tensor.File.Header.DataStart + _tensor.Entry.Begin + offset;
        int done = 0;
        while (done < destination.Length)
        {
            int count = RandomAccess.Read(_file, destination[done..], start + done);
            if (count == 0)
            {
                throw new CheckpointException(
                    _tensor.File.FullPath, _tensor.Name, "its file became shorter while it was read", "Something else is writing it; wait until it is done.");
            }

            done += count;
        }

        // Pieces come in order on the first way through; later ways are not hashed again.
        if (_hash is not null && offset <= _hashed && offset + destination.Length > _hashed)
        {
            _hash.Append(destination[(int)(_hashed - offset)..]);
            _hashed = offset + destination.Length;
        }
    }

    /// <summary>Hashes what was not read yet.</summary>
    public void HashRest()
    {
        if (_hash is null)
        {
            return;
        }

        byte[] buffer = ArrayPool<byte>.Shared.Rent(1 << 18);
        while (_hashed < _tensor.Info.ByteCount)
        {
            ReadBytes(_hashed, buffer.AsSpan(0, (int)Math.Min(buffer.Length, _tensor.Info.ByteCount - _hashed)));
        }

        ArrayPool<byte>.Shared.Return(buffer);
    }
}
