using System;
using System.Collections.Generic;
using System.IO;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace Solar.Runtime.Checkpoints;

/// <summary>
/// Reads what is used of a source file once, from front to back, hashes each tensor while it is in the processor's cache, and hands its bytes
/// to all its places, converted where the result has another type.
/// </summary>
/// <remarks>
/// One pass over a small buffer beats copy_file_range here: that call shares blocks only where offsets are multiples of a block, which
/// a tensor's never are, and else copies more slowly than read and write do; and the hash would read the file a second time.
/// The figures are in docs/checkpoints.md.
/// </remarks>
internal sealed class SourcePump
{
    /// <summary>Bytes of the buffer: small enough for the processor's cache, and whole elements of every type.</summary>
    public const int BufferSize = 1 << 20;

    private readonly CheckpointWriter _writer;
    private readonly SourceHashes _hashes;
    private readonly ContentHash _kind;
    private readonly TensorDtype _dtype;
    private readonly Action<long> _progress;
    private readonly CancellationToken _cancellationToken;
    private readonly byte[] _buffer = GC.AllocateUninitializedArray<byte>(BufferSize);
    private TensorConversion? _conversion;

    /// <summary>A pump into a checkpoint.</summary>
    /// <param name="writer">The checkpoint.</param>
    /// <param name="hashes">Takes the hash of each tensor that is read.</param>
    /// <param name="kind">By what tensors are identified.</param>
    /// <param name="dtype">The type of the result.</param>
    /// <param name="progress">Told how many bytes were read.</param>
    /// <param name="cancellationToken">Stops between two buffers.</param>
    public SourcePump(
        CheckpointWriter writer, SourceHashes hashes, ContentHash kind, TensorDtype dtype, Action<long> progress, CancellationToken cancellationToken)
    {
        _writer = writer;
        _hashes = hashes;
        _kind = kind;
        _dtype = dtype;
        _progress = progress;
        _cancellationToken = cancellationToken;
    }

    /// <summary>Copies one file's tensors.</summary>
    /// <param name="source">The file.</param>
    /// <param name="targets">The places of each tensor by its name in the source: none for one that is only hashed. One that is missing is not read.</param>
    /// <exception cref="CheckpointException">The file became shorter since it was opened, or a number does not fit into the asked type.</exception>
    public void Copy(SafetensorsFile source, IReadOnlyDictionary<string, List<TensorSlot>> targets)
    {
        using SafeFileHandle file = File.OpenHandle(source.FullPath, options: FileOptions.SequentialScan);
        foreach (SafetensorsEntry entry in source.Header.Entries)
        {
            _cancellationToken.ThrowIfCancellationRequested();
            if (targets.TryGetValue(entry.Name, out List<TensorSlot>? slots) && (slots.Count > 0 || _kind != ContentHash.None))
            {
                Copy(new StoredTensor(source, entry), file, slots);
            }
        }
    }

    private void Copy(StoredTensor tensor, SafeFileHandle file, List<TensorSlot> slots)
    {
        bool converts = slots.Count > 0 && tensor.Info.Dtype != _dtype;
        using RunningHash? hash = _hashes.Claim(tensor) ?? RunningHash.Create(_kind);
        using RunningHash? converted = converts ? RunningHash.Create(_kind) : null;
        long start = tensor.File.Header.DataStart + tensor.Entry.Begin;
        for (long done = 0; done < tensor.Info.ByteCount;)
        {
            _cancellationToken.ThrowIfCancellationRequested();
            Span<byte> piece = _buffer.AsSpan(0, (int)Math.Min(BufferSize, tensor.Info.ByteCount - done));
            Read(tensor.File, file, piece, start + done);
            hash?.Append(piece);
            if (converts)
            {
                Convert(piece, tensor.Info.Dtype, slots, converted);
            }
            else
            {
                Put(piece, slots);
            }

            done += piece.Length;
            _progress(piece.Length);
        }

        string? text = hash is null ? null : _hashes.Finish(tensor, hash);
        Finish(tensor, slots, converts ? converted?.Finish() : text);
    }

    private void Convert(ReadOnlySpan<byte> piece, TensorDtype from, List<TensorSlot> slots, RunningHash? hash)
    {
        _conversion ??= new TensorConversion(_dtype);
        _conversion.Convert(piece, from, slots[0].Info, bytes =>
        {
            hash?.Append(bytes);
            Put(bytes, slots);
        });
    }

    private static void Put(ReadOnlySpan<byte> bytes, List<TensorSlot> slots)
    {
        // What an earlier run had written is read again for its hash alone.
        foreach (TensorSlot slot in slots)
        {
            if (!slot.IsFinished)
            {
                slot.Append(bytes);
            }
        }
    }

    private static void Read(SafetensorsFile source, SafeFileHandle file, Span<byte> piece, long position)
    {
        for (int done = 0; done < piece.Length;)
        {
            int count = RandomAccess.Read(file, piece[done..], position + done);
            if (count == 0)
            {
                throw new CheckpointException(
                    source.FullPath, null, $"it ended at byte {position + done} of {source.Length} while it was read", "Something else is writing it; wait until it is done.");
            }

            done += count;
        }
    }

    /// <summary>A source's tensor was read to its end: notes its places as whole, and holds those of an earlier run against it.</summary>
    private void Finish(StoredTensor tensor, List<TensorSlot> slots, string? hash)
    {
        foreach (TensorSlot slot in slots)
        {
            if (!slot.IsFinished)
            {
                _writer.Finish(slot, hash);
            }
            else if (slot.Hash != hash)
            {
                throw new CheckpointException(
                    tensor.File.FullPath, tensor.Name, "it changed since the run that was cut off had read it", "Begin again: what that run left is of no use.");
            }
        }
    }
}
