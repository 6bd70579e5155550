using System.Collections.Generic;

namespace Solar.Runtime.Checkpoints;

/// <summary>
/// Where tensors lie in a file: one after the other, without overlap, gap or remainder. Stricter than safety asks for, as the reference
/// is: bytes that no tensor owns could hide another file, and a canonical layout hashes the same everywhere.
/// </summary>
internal static class SafetensorsLayout
{
    private const string Mend = "The file is damaged, or was not written by a safetensors library.";

    /// <summary>The entries in the order of their bytes.</summary>
    /// <param name="entries">Entries whose sizes are right.</param>
    /// <param name="dataLength">Bytes after the header.</param>
    /// <param name="file">What messages call the file.</param>
    /// <exception cref="CheckpointException">Tensors overlap, leave a gap or a remainder, or reach beyond the file.</exception>
    public static IReadOnlyList<SafetensorsEntry> Check(List<SafetensorsEntry> entries, long dataLength, string file)
    {
        SafetensorsEntry[] ordered = [.. entries];
        System.Array.Sort(ordered, static (a, b) => a.Begin != b.Begin ? a.Begin.CompareTo(b.Begin) : a.End.CompareTo(b.End));

        long end = 0;
        foreach (SafetensorsEntry entry in ordered)
        {
            if (entry.End > dataLength)
            {
                throw new CheckpointException(
                    file, entry.Name, $"it ends at byte {entry.End} of the data, but the file has only {dataLength} there", "The file was cut off or damaged; fetch or write it again.");
            }

            if (entry.Begin < end)
            {
                throw new CheckpointException(
                    file, entry.Name, $"it begins at byte {entry.Begin}, inside another tensor that ends at {end}", Mend);
            }

            if (entry.Begin > end)
            {
                throw new CheckpointException(
                    file, entry.Name, $"it begins at byte {entry.Begin}, but the tensor before it ends at {end}", Mend);
            }

            end = entry.End;
        }

        return end == dataLength
            ? ordered
            : throw new CheckpointException(file, null, $"{dataLength - end} bytes after the last tensor belong to none", Mend);
    }

    /// <summary>The canonical order: wide elements first, so that every tensor is aligned to its elements; then by name.</summary>
    public static IReadOnlyList<SafetensorsEntry> Arrange(IEnumerable<TensorInfo> tensors)
    {
        List<TensorInfo> ordered = [.. tensors];
        ordered.Sort(static (a, b) => a.Dtype != b.Dtype ? b.Dtype.CompareTo(a.Dtype) : string.CompareOrdinal(a.Name, b.Name));

        List<SafetensorsEntry> entries = new(ordered.Count);
        long offset = 0;
        foreach (TensorInfo tensor in ordered)
        {
            long end = checked(offset + tensor.ByteCount);
            entries.Add(new SafetensorsEntry(tensor, offset, end));
            offset = end;
        }

        return entries;
    }
}
