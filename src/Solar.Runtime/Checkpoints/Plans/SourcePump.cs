using System;
using System.Collections.Generic;
using System.IO;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace Solar.Runtime.Checkpoints;

/// <summary>
/// Reads a source file once, from its first byte to its last, hashes what it reads, and hands each tensor's bytes to all its places.
/// </summary>
/// <remarks>
/// One pass over a small buffer beats copy_file_range here: that call shares blocks only where offsets are multiples of a block, which
/// a tensor's never are, and else copies more slowly than read and write do; and the hash would read the file a second time.
/// The figures are in docs/checkpoints.md.
/// </remarks>
internal static class SourcePump
{
    // Small enough for the processor's cache: each byte is hashed and written while it is still there.
    public const int BufferSize = 1 << 20;

    /// <summary>Copies one file's tensors.</summary>
    /// <param name="source">The file.</param>
    /// <param name="targets">The places of each tensor by its name in the source; one that is missing is left out.</param>
    /// <param name="progress">Told how many bytes were read.</param>
    /// <param name="cancellationToken">Stops between two buffers.</param>
    /// <param name="kind">By what tensors are identified.</param>
    /// <param name="finished">Told of each tensor that was read to its end: its places and the hash of its bytes, null where nothing is hashed.</param>
    /// <returns>The file with its length and hash.</returns>
    /// <exception cref="CheckpointException">The file became shorter since it was opened.</exception>
    public static SourceFile Copy(
        SafetensorsFile source,
        IReadOnlyDictionary<string, List<TensorSlot>> targets,
        Action<int> progress,
        CancellationToken cancellationToken,
        ContentHash kind = ContentHash.Xxh128,
        Action<SafetensorsEntry, List<TensorSlot>, string?>? finished = null)
    {
        using SafeFileHandle file = File.OpenHandle(source.FullPath, options: FileOptions.SequentialScan);
        using RunningHash? hash = RunningHash.Create(kind == ContentHash.None ? kind : ContentHash.Xxh128);
        using RunningHash? tensorHash = RunningHash.Create(kind);
        byte[] buffer = GC.AllocateUninitializedArray<byte>(BufferSize);
        IReadOnlyList<SafetensorsEntry> entries = source.Header.Entries;
        int current = 0;
        for (long position = 0; position < source.Length;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int count = RandomAccess.Read(file, buffer.AsSpan(0, (int)Math.Min(BufferSize, source.Length - position)), position);
            if (count == 0)
            {
                throw new CheckpointException(
                    source.FullPath, null, $"it ended at byte {position} of {source.Length} while it was read", "Something else is writing it; wait until it is done.");
            }

            ReadOnlySpan<byte> bytes = buffer.AsSpan(0, count);
            hash?.Append(bytes);
            Distribute(bytes, position - source.Header.DataStart, entries, ref current, targets, tensorHash, finished);
            position += count;
            progress(count);
        }

        return new SourceFile(source.Name, source.Length, hash?.Finish() ?? string.Empty);
    }

    /// <summary>Hands out a piece of the data that begins at <paramref name="position"/>, which lies before the data in the header.</summary>
    private static void Distribute(
        ReadOnlySpan<byte> bytes,
        long position,
        IReadOnlyList<SafetensorsEntry> entries,
        ref int current,
        IReadOnlyDictionary<string, List<TensorSlot>> targets,
        RunningHash? hash,
        Action<SafetensorsEntry, List<TensorSlot>, string?>? finished)
    {
        long end = position + bytes.Length;
        while (current < entries.Count && entries[current].Begin < end)
        {
            SafetensorsEntry entry = entries[current];
            long from = Math.Max(position, entry.Begin);
            long to = Math.Min(end, entry.End);
            List<TensorSlot>? slots = targets.GetValueOrDefault(entry.Name);
            if (from < to && slots is not null)
            {
                ReadOnlySpan<byte> part = bytes.Slice((int)(from - position), (int)(to - from));
                hash?.Append(part);
                foreach (TensorSlot slot in slots)
                {
                    // What an earlier run had written is read again for its hash alone.
                    if (!slot.IsFinished)
                    {
                        slot.Append(part);
                    }
                }
            }

            if (entry.End > end)
            {
                return;
            }

            if (slots is not null)
            {
                finished?.Invoke(entry, slots, hash?.Finish());
            }

            current++;
        }
    }
}
