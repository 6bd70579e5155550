using System;
using Solar.Plans;

namespace Solar.Runtime.Checkpoints.Merging;

/// <summary><c>nearswap</c>: where the second model is within t of the first, its value is taken; farther away, the less of it.</summary>
internal sealed class NearSwapMethod : ITensorMethod
{
    /// <inheritdoc/>
    public long Memory(int inputs, long count, long rowLength) => (inputs + 1L) * ChunkedTensors.PieceLength * sizeof(float);

    /// <inheritdoc/>
    public void Run(ChunkedTensors tensors, TensorMerge merge, IElementWriter result)
    {
        double t = merge["t"];
        foreach (ElementRange piece in tensors.Pieces())
        {
            tensors.ReadAll(piece, differences: false);
            ReadOnlySpan<float> first = tensors.Input(0, piece), second = tensors.Input(1, piece);
            Span<float> merged = tensors.Result(piece);
            for (int i = 0; i < merged.Length; i++)
            {
                double distance = Math.Abs((double)first[i] - second[i]);
                double share = distance <= t ? 1 : t / distance;
                merged[i] = (float)((share * second[i]) + ((1 - share) * first[i]));
            }

            result.Append(merged);
        }
    }
}
