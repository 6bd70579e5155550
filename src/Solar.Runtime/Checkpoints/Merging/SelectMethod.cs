using System;
using System.Linq;
using Solar.Plans;

namespace Solar.Runtime.Checkpoints.Merging;

/// <summary>
/// <c>sce</c> (FuseChat 3.0, Select–Calculate–Erase): positions where the differences vary most are selected, each model's weight is the
/// mean square of its differences there, and differences of the minority's sign are erased.
/// </summary>
internal sealed class SelectMethod : ITensorMethod
{
    /// <inheritdoc/>
    public long Memory(int inputs, long count, long rowLength) => ((inputs + 2L) * ChunkedTensors.PieceLength * sizeof(float)) + RankSelection.Memory;

    /// <inheritdoc/>
    public void Run(ChunkedTensors tensors, TensorMerge merge, IElementWriter result)
    {
        RankSelection? selected = Select(tensors, merge["select_topk"]);
        double[] weights = Weights(tensors, selected);
        float[] variances = new float[ChunkedTensors.PieceLength];
        selected?.Restart();
        foreach (ElementRange piece in tensors.Pieces())
        {
            ReadSelected(tensors, selected, piece, variances);
            Span<float> merged = tensors.Result(piece);
            float[][] buffers = tensors.Buffers;
            for (int i = 0; i < merged.Length; i++)
            {
                merged[i] = (float)(buffers[^1][i] + Mean(buffers, weights, i));
            }

            result.Append(merged);
        }
    }

    private static double Mean(float[][] buffers, double[] weights, int element)
    {
        // The sign is elected by the differences themselves, the mean is taken by the weights.
        double sum = 0;
        for (int k = 0; k < weights.Length; k++)
        {
            sum += buffers[k][element];
        }

        double merged = 0, divisor = 0;
        for (int k = 0; k < weights.Length; k++)
        {
            float difference = buffers[k][element];
            if (sum >= 0 ? difference > 0 : difference < 0)
            {
                merged += weights[k] * difference;
                divisor += weights[k];
            }
        }

        return divisor > 0 ? merged / divisor : 0;
    }

    /// <summary>A share of the positions at which the inputs differ at all.</summary>
    private static RankSelection? Select(ChunkedTensors tensors, double share)
    {
        if (share >= 1)
        {
            return null;
        }

        long differing = 0;
        ForEachVariance(tensors, variances =>
        {
            foreach (float variance in variances)
            {
                differing += variance != 0 ? 1 : 0;
            }
        });

        var selection = new RankSelection(tensors.Count - (long)(share * differing), tensors.Count);
        ForEachVariance(tensors, selection.CountUpper);
        selection.FindUpper();
        ForEachVariance(tensors, selection.CountLower);
        selection.FindLower();
        return selection;
    }

    private static double[] Weights(ChunkedTensors tensors, RankSelection? selected)
    {
        double[] squares = new double[tensors.InputCount];
        float[] variances = new float[ChunkedTensors.PieceLength];
        selected?.Restart();
        foreach (ElementRange piece in tensors.Pieces())
        {
            ReadSelected(tensors, selected, piece, variances);
            for (int k = 0; k < squares.Length; k++)
            {
                squares[k] += WeightedSum.Dot(tensors.Input(k, piece), tensors.Input(k, piece));
            }
        }

        double sum = squares.Sum();
        return sum > 0 ? [.. squares.Select(square => square / sum)] : [.. squares.Select(_ => 1.0 / squares.Length)];
    }

    private static void ReadSelected(ChunkedTensors tensors, RankSelection? selected, ElementRange piece, float[] variances)
    {
        tensors.ReadAll(piece, differences: true);
        if (selected is null)
        {
            return;
        }

        Span<float> variance = variances.AsSpan(0, piece.Count);
        Variance(tensors, piece, variance);
        for (int i = 0; i < variance.Length; i++)
        {
            if (!selected.Keeps(variance[i]))
            {
                for (int k = 0; k < tensors.InputCount; k++)
                {
                    tensors.Input(k, piece)[i] = 0;
                }
            }
        }
    }

    private delegate void VarianceVisitor(ReadOnlySpan<float> variances);

    private static void ForEachVariance(ChunkedTensors tensors, VarianceVisitor visit)
    {
        float[] variances = new float[ChunkedTensors.PieceLength];
        foreach (ElementRange piece in tensors.Pieces())
        {
            tensors.ReadAll(piece, differences: true);
            Span<float> part = variances.AsSpan(0, piece.Count);
            Variance(tensors, piece, part);
            visit(part);
        }
    }

    private static void Variance(ChunkedTensors tensors, ElementRange piece, Span<float> variances)
    {
        int count = tensors.InputCount;
        float[][] buffers = tensors.Buffers;
        for (int i = 0; i < variances.Length; i++)
        {
            double mean = 0;
            for (int k = 0; k < count; k++)
            {
                mean += buffers[k][i];
            }

            mean /= count;
            double squares = 0;
            for (int k = 0; k < count; k++)
            {
                double distance = buffers[k][i] - mean;
                squares += distance * distance;
            }

            variances[i] = (float)(squares / count);
        }
    }
}
