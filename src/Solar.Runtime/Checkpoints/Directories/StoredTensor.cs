using System;

namespace Solar.Runtime.Checkpoints;

/// <summary>A tensor of a checkpoint and the file that it lies in.</summary>
/// <param name="File">The file.</param>
/// <param name="Entry">Where it lies in the file.</param>
public readonly record struct StoredTensor(SafetensorsFile File, SafetensorsEntry Entry)
{
    private const long Slice = 1 << 26;

    /// <summary>Its name.</summary>
    public string Name => Entry.Name;

    /// <summary>Its name, data type and shape.</summary>
    public TensorInfo Info => Entry.Info;

    /// <summary>Its bytes; of a tensor of up to 2 GiB.</summary>
    public ReadOnlySpan<byte> Bytes => File.Bytes(Entry);

    /// <summary>Whether it has the same data type, shape and bytes as another.</summary>
    public bool HasSameContentAs(StoredTensor other)
    {
        if (Info.Dtype != other.Info.Dtype || !Info.Shape.AsSpan().SequenceEqual(other.Info.Shape.AsSpan()))
        {
            return false;
        }

        for (long offset = 0; offset < Info.ByteCount; offset += Slice)
        {
            long count = Math.Min(Slice, Info.ByteCount - offset);
            if (!File.Bytes(Entry, offset, count).SequenceEqual(other.File.Bytes(other.Entry, offset, count)))
            {
                return false;
            }
        }

        return true;
    }
}
