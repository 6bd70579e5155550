using System;
using System.Collections.Generic;
using System.Linq;

namespace Solar.Runtime.Checkpoints;

/// <summary>One file of a checkpoint's weights, all of it known before a byte is written.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Header">What stands before its tensors.</param>
/// <param name="Entries">Its tensors, in the order of their bytes.</param>
internal sealed record Shard(string Name, byte[] Header, IReadOnlyList<SafetensorsEntry> Entries)
{
    /// <summary>Bytes of the whole file.</summary>
    public long Length => Header.Length + (Entries.Count == 0 ? 0 : Entries[^1].End);
}

/// <summary>Divides tensors among files.</summary>
internal static class ShardPlan
{
    /// <summary>
    /// The files, filled one after the other as Hugging Face's tools do: a tensor that does not fit begins a new one, and one that is
    /// greater than a file may be has one for itself.
    /// </summary>
    /// <param name="tensors">The tensors in the order of the forward pass.</param>
    /// <param name="maxShardSize">Greatest number of a file's tensor bytes.</param>
    /// <exception cref="ArgumentException">Two tensors have one name, or one that the format keeps for itself.</exception>
    public static IReadOnlyList<Shard> Divide(IReadOnlyList<TensorInfo> tensors, long maxShardSize)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxShardSize, 1);
        var names = new HashSet<string>(StringComparer.Ordinal) { "__metadata__" };
        if (tensors.FirstOrDefault(tensor => !names.Add(tensor.Name)) is { } doubled)
        {
            throw new ArgumentException($"The name {CheckpointFault.Quote(doubled.Name)} is taken.", nameof(tensors));
        }

        List<List<TensorInfo>> groups = [[]];
        long size = 0;
        foreach (TensorInfo tensor in tensors)
        {
            if (size > 0 && size + tensor.ByteCount > maxShardSize)
            {
                groups.Add([]);
                size = 0;
            }

            groups[^1].Add(tensor);
            size += tensor.ByteCount;
        }

        return [.. groups.Select((group, index) =>
        {
            byte[] header = SafetensorsHeaderWriter.Write(group, out IReadOnlyList<SafetensorsEntry> entries);
            return new Shard(CheckpointFiles.Shard(index, groups.Count), header, entries);
        })];
    }
}
