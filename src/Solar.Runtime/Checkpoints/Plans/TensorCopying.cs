using System;

namespace Solar.Runtime.Checkpoints;

/// <summary>Takes tensors over, in pieces.</summary>
internal static class TensorCopying
{
    /// <summary>Bytes of a piece.</summary>
    public const int Piece = 1 << 20;

    /// <summary>All bytes of a tensor, as they are.</summary>
    public static void CopyBytes(StoredElements from, SlotWriter result)
    {
        long count = from.Count * from.Dtype.Size();
        byte[] buffer = GC.AllocateUninitializedArray<byte>((int)Math.Min(Piece, Math.Max(1, count)));
        for (long offset = 0; offset < count; offset += buffer.Length)
        {
            Span<byte> piece = buffer.AsSpan(0, (int)Math.Min(buffer.Length, count - offset));
            from.ReadBytes(offset, piece);
            result.Append(piece);
        }
    }

    /// <summary>The elements from one to another, converted.</summary>
    public static void CopyElements(IElementReader from, long start, long end, SlotWriter result)
    {
        float[]? buffer = null;
        for (; start < end; start += Merging.ChunkedTensors.PieceLength)
        {
            buffer ??= new float[Merging.ChunkedTensors.PieceLength];
            Span<float> piece = buffer.AsSpan(0, (int)Math.Min(buffer.Length, end - start));
            from.Read(start, piece);
            result.Append(piece);
        }
    }
}
