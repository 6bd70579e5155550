using System;

namespace Solar.Runtime.Checkpoints.Lora;

/// <summary>The difference of two stored matrices of one shape, read in pieces.</summary>
/// <param name="tuned">From what is subtracted.</param>
/// <param name="origin">What is.</param>
/// <param name="columns">Their columns.</param>
internal sealed class TensorDifference(StoredElements tuned, StoredElements origin, int columns) : IMatrixRows
{
    private float[] _tuned = [];
    private float[] _origin = [];

    /// <inheritdoc/>
    public int Rows { get; } = (int)(tuned.Count / columns);

    /// <inheritdoc/>
    public int Columns => columns;

    /// <inheritdoc/>
    public void Read(int row, Span<double> rows)
    {
        if (_tuned.Length < rows.Length)
        {
            _tuned = new float[rows.Length];
            _origin = new float[rows.Length];
        }

        Span<float> theirs = _tuned.AsSpan(0, rows.Length), ours = _origin.AsSpan(0, rows.Length);
        tuned.Read((long)row * columns, theirs);
        origin.Read((long)row * columns, ours);
        for (int i = 0; i < rows.Length; i++)
        {
            rows[i] = (double)theirs[i] - ours[i];
        }
    }

    /// <summary>Whether two tensors of one shape have the same numbers: by their bytes, or where types differ by their elements.</summary>
    public static bool IsNothing(StoredElements tuned, StoredElements origin)
    {
        float[] left = new float[Merging.ChunkedTensors.PieceLength], right = new float[Merging.ChunkedTensors.PieceLength];
        for (long start = 0; start < tuned.Count; start += left.Length)
        {
            int count = (int)Math.Min(left.Length, tuned.Count - start);
            tuned.Read(start, left.AsSpan(0, count));
            origin.Read(start, right.AsSpan(0, count));
            if (!left.AsSpan(0, count).SequenceEqual(right.AsSpan(0, count)))
            {
                return false;
            }
        }

        return true;
    }
}
