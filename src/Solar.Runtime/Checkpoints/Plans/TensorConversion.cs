using System;

namespace Solar.Runtime.Checkpoints;

/// <summary>Turns stored elements of one type into those of another, piece by piece.</summary>
internal sealed class TensorConversion
{
    // Elements of one piece: 256 KB of float32.
    private const int PieceSize = 1 << 16;

    private readonly TensorDtype _to;
    private readonly float[] _values = new float[PieceSize];
    private readonly byte[] _bytes;

    /// <summary>Conversions into a type.</summary>
    /// <param name="to">float32, float16 or bfloat16.</param>
    public TensorConversion(TensorDtype to)
    {
        _to = to;
        _bytes = new byte[PieceSize * to.Size()];
    }

    /// <summary>Takes a piece of converted elements.</summary>
    public delegate void Taker(ReadOnlySpan<byte> bytes);

    /// <summary>Converts whole elements; rounding is to nearest, ties to even.</summary>
    /// <param name="source">Their bytes.</param>
    /// <param name="from">How they are encoded: float32, float16 or bfloat16.</param>
    /// <param name="target">Name of the tensor that they go into, for the message.</param>
    /// <param name="take">Takes the converted bytes, in order.</param>
    /// <exception cref="CheckpointException">A finite number is too great for float16.</exception>
    public void Convert(ReadOnlySpan<byte> source, TensorDtype from, TensorInfo target, Taker take)
    {
        int piece = PieceSize * from.Size();
        for (int start = 0; start < source.Length; start += piece)
        {
            ReadOnlySpan<byte> bytes = source[start..Math.Min(source.Length, start + piece)];
            Span<float> values = _values.AsSpan(0, bytes.Length / from.Size());
            ElementConversion.ToSingle(bytes, from, values);
            HalfOverflow.Refuse(values, target);
            Span<byte> converted = _bytes.AsSpan(0, values.Length * _to.Size());
            ElementConversion.FromSingle(values, _to, converted);
            take(converted);
        }
    }
}
