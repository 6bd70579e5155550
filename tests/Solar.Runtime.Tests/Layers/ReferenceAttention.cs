using System;
using static TorchSharp.torch;

namespace Solar.Runtime.Tests.Layers;

/// <summary>Grouped-query attention in plain loops of doubles, written from the formula.</summary>
internal static class ReferenceAttention
{
    /// <summary>softmax over the visible keys of what is made of q·k, applied to v.</summary>
    /// <param name="q">[batch, heads, length, headDim].</param>
    /// <param name="k">[batch, keyValueHeads, total, headDim].</param>
    /// <param name="v">As k.</param>
    /// <param name="isVisible">Whether query i of sequence b sees key j.</param>
    /// <param name="score">The score of query i of sequence b and head h for key j, from their product.</param>
    public static Tensor Compute(
        Tensor q, Tensor k, Tensor v, Func<int, int, int, bool> isVisible, Func<int, int, int, int, double, double> score)
    {
        double[,,,] queries = Values(q), keys = Values(k), values = Values(v);
        int batch = queries.GetLength(0), heads = queries.GetLength(1), length = queries.GetLength(2), size = queries.GetLength(3);
        int groups = heads / keys.GetLength(1), total = keys.GetLength(2);
        double[,,,] result = new double[batch, heads, length, size];

        for (int b = 0; b < batch; b++)
        {
            for (int h = 0; h < heads; h++)
            {
                for (int i = 0; i < length; i++)
                {
                    double[] weights = new double[total];
                    double sum = 0;
                    for (int j = 0; j < total; j++)
                    {
                        if (isVisible(b, i, j))
                        {
                            double product = 0;
                            for (int d = 0; d < size; d++)
                            {
                                product += queries[b, h, i, d] * keys[b, h / groups, j, d];
                            }

                            sum += weights[j] = Math.Exp(score(b, h, i, j, product));
                        }
                    }

                    for (int j = 0; j < total; j++)
                    {
                        for (int d = 0; d < size; d++)
                        {
                            result[b, h, i, d] += weights[j] / sum * values[b, h / groups, j, d];
                        }
                    }
                }
            }
        }

        return tensor(result);
    }

    private static double[,,,] Values(Tensor x)
    {
        double[] flat = x.to(ScalarType.Float64).contiguous().data<double>().ToArray();
        double[,,,] values = new double[x.size(0), x.size(1), x.size(2), x.size(3)];
        Buffer.BlockCopy(flat, 0, values, 0, flat.Length * sizeof(double));
        return values;
    }
}
