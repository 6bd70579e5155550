using System;
using System.Buffers;
using System.IO;
using Microsoft.Win32.SafeHandles;

namespace Solar.Runtime.Checkpoints;

/// <summary>The place of one tensor in a checkpoint that is being written. It is filled from its start to its end, in pieces of any size.</summary>
public sealed class TensorSlot
{
    private const long WritebackSize = 1 << 24;
    private const int Xxh128Length = 32;

    private readonly SafeFileHandle _file;
    private readonly long _start;
    private long _handedOver;

    internal TensorSlot(TensorInfo info, SafeFileHandle file, long start)
    {
        Info = info;
        _file = file;
        _start = start;
    }

    /// <summary>The tensor.</summary>
    public TensorInfo Info { get; }

    /// <summary>Bytes written so far.</summary>
    public long Written { get; private set; }

    /// <summary>The hash of its bytes, where it is known.</summary>
    internal string? Hash { get; set; }

    /// <summary>Whether an earlier run that was cut off wrote it to its end.</summary>
    internal bool IsFinished { get; private set; }

    /// <summary>Takes over what an earlier run wrote, if it has the hash that the run noted.</summary>
    internal bool TryTakeOver(string hash)
    {
        if (ReadHash(hash.Length > Xxh128Length ? ContentHash.Sha256 : ContentHash.Xxh128) != hash)
        {
            return false;
        }

        (Written, Hash, IsFinished) = (Info.ByteCount, hash, true);
        return true;
    }

    /// <summary>The hash of its bytes as they lie in the file.</summary>
    internal string? ReadHash(ContentHash kind)
    {
        using RunningHash? hash = RunningHash.Create(kind);
        byte[] buffer = ArrayPool<byte>.Shared.Rent(1 << 20);
        for (long done = 0; hash is not null && done < Info.ByteCount;)
        {
            int count = RandomAccess.Read(_file, buffer.AsSpan(0, (int)Math.Min(buffer.Length, Info.ByteCount - done)), _start + done);
            if (count == 0)
            {
                break;
            }

            hash.Append(buffer.AsSpan(0, count));
            done += count;
        }

        ArrayPool<byte>.Shared.Return(buffer);
        return hash?.Finish();
    }

    /// <summary>Writes the next bytes.</summary>
    /// <exception cref="ArgumentException">There are more than the tensor has.</exception>
    /// <exception cref="IOException">The disk is full, or its file system takes no file of that length.</exception>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > Info.ByteCount - Written)
        {
            throw new ArgumentException($"{Info} has {Info.ByteCount} bytes, {Written} of them written; {bytes.Length} more are too many.", nameof(bytes));
        }

        try
        {
            RandomAccess.Write(_file, bytes, _start + Written);
        }
        catch (ArgumentOutOfRangeException e)
        {
            // .NET's reading of EFBIG, which FAT file systems and limits of a process give.
            throw new IOException(e.Message, OutputFault.FileTooLong);
        }

        Written += bytes.Length;
        if (Written - _handedOver >= WritebackSize)
        {
            SystemCalls.StartWriteback(_file, _start + _handedOver, Written - _handedOver);
            _handedOver = Written;
        }
    }
}
