using System;
using Solar.Plans;

namespace Solar.Runtime.Checkpoints.Merging;

/// <summary>Weights of vectors from their scalar products.</summary>
/// <param name="products">The products of each with each.</param>
/// <param name="merge">The numbers of the merge.</param>
internal delegate double[] DirectionWeights(GramMatrix products, TensorMerge merge);

/// <summary>
/// Methods on directions: <c>slerp</c>, <c>nuslerp</c>, <c>multislerp</c>, <c>karcher</c> and <c>model_stock</c>. Whatever they do on the
/// sphere, their result is a weighted sum of their inputs, and the weights follow from lengths and angles alone. So one pass takes the
/// scalar products, in double precision, and a second one sums; no tensor is ever whole in memory.
/// </summary>
/// <param name="weights">The weights of the inputs.</param>
/// <param name="vectors">What is one vector.</param>
/// <param name="ofDifferences">Whether they are of the differences from the base, where there is one.</param>
internal sealed class DirectionMethod(DirectionWeights weights, Func<TensorMerge, VectorKind> vectors, bool ofDifferences) : ITensorMethod
{
    /// <inheritdoc/>
    public long Memory(int inputs, long count, long rowLength) =>
        ((inputs + 1L) * ChunkedTensors.GreatestPiece(rowLength, wholeRows: true) * sizeof(float)) + ((long)inputs * inputs * 2 * rowLength * sizeof(double));

    /// <inheritdoc/>
    public void Run(ChunkedTensors tensors, TensorMerge merge, IElementWriter result)
    {
        VectorKind kind = tensors.Rank < 2 ? VectorKind.Whole : vectors(merge);
        bool differences = ofDifferences && tensors.HasBase;
        switch (kind)
        {
            case VectorKind.Rows:
                ByRow(tensors, merge, differences, result);
                break;
            case VectorKind.Columns:
                ByColumn(tensors, merge, differences, result);
                break;
            default:
                Whole(tensors, merge, differences, result);
                break;
        }
    }

    private void Whole(ChunkedTensors tensors, TensorMerge merge, bool differences, IElementWriter result)
    {
        var products = new GramMatrix(tensors.InputCount);
        foreach (ElementRange piece in tensors.Pieces())
        {
            tensors.ReadAll(piece, differences);
            products.Add(tensors, piece, 0, piece.Count);
        }

        double[] factors = Factors(products, merge, differences);
        foreach (ElementRange piece in tensors.Pieces())
        {
            tensors.ReadAll(piece, differences: false);
            Span<float> sum = tensors.Result(piece);
            WeightedSum.Combine(tensors.Buffers, factors, sum);
            result.Append(sum);
        }
    }

    private void ByRow(ChunkedTensors tensors, TensorMerge merge, bool differences, IElementWriter result)
    {
        int length = (int)tensors.RowLength;
        foreach (ElementRange piece in tensors.Pieces(wholeRows: true))
        {
            tensors.ReadAll(piece, differences);
            double[][] factors = new double[piece.Count / length][];
            for (int row = 0; row < factors.Length; row++)
            {
                var products = new GramMatrix(tensors.InputCount);
                products.Add(tensors, piece, row * length, length);
                factors[row] = Factors(products, merge, differences);
            }

            tensors.ReadAll(piece, differences: false);
            Span<float> sum = tensors.Result(piece);
            float[][] buffers = tensors.Buffers;
            for (int i = 0; i < sum.Length; i++)
            {
                sum[i] = Sum(buffers, factors[i / length], i);
            }

            result.Append(sum);
        }
    }

    private void ByColumn(ChunkedTensors tensors, TensorMerge merge, bool differences, IElementWriter result)
    {
        int length = (int)tensors.RowLength;
        GramMatrix[] products = new GramMatrix[length];
        for (int column = 0; column < length; column++)
        {
            products[column] = new GramMatrix(tensors.InputCount);
        }

        foreach (ElementRange piece in tensors.Pieces(wholeRows: true))
        {
            tensors.ReadAll(piece, differences);
            for (int i = 0; i < piece.Count; i++)
            {
                products[i % length].Add(tensors, piece, i, 1);
            }
        }

        double[][] factors = Array.ConvertAll(products, product => Factors(product, merge, differences));
        foreach (ElementRange piece in tensors.Pieces(wholeRows: true))
        {
            tensors.ReadAll(piece, differences: false);
            Span<float> sum = tensors.Result(piece);
            float[][] buffers = tensors.Buffers;
            for (int i = 0; i < sum.Length; i++)
            {
                sum[i] = Sum(buffers, factors[i % length], i);
            }

            result.Append(sum);
        }
    }

    private double[] Factors(GramMatrix products, TensorMerge merge, bool differences)
    {
        double[] inputs = weights(products, merge);
        return differences ? MergeWeights.WithBase(inputs) : inputs;
    }

    private static float Sum(float[][] buffers, double[] factors, int element)
    {
        double sum = 0;
        for (int k = 0; k < factors.Length; k++)
        {
            sum += buffers[k][element] * factors[k];
        }

        return (float)sum;
    }
}
