using System;
using System.Linq;

namespace Solar.Compiler.Tests.Emitting;

/// <summary>The operations of a decoder from their definitions, in loops over doubles.</summary>
internal static class PlainLoops
{
    /// <summary>x / √(mean(x²) + eps) · weight, of each run of <paramref name="weight"/>'s length.</summary>
    public static double[][] Rms(double[][] x, double[] weight, double eps) => [.. x.Select(row =>
    {
        double[] normed = new double[row.Length];
        for (int start = 0; start < row.Length; start += weight.Length)
        {
            double sum = 0;
            for (int i = 0; i < weight.Length; i++)
            {
                sum += row[start + i] * row[start + i];
            }

            for (int i = 0; i < weight.Length; i++)
            {
                normed[start + i] = row[start + i] / Math.Sqrt((sum / weight.Length) + eps) * weight[i];
            }
        }

        return normed;
    })];

    /// <summary>weight · x + bias, weight [out, in].</summary>
    public static double[][] Linear(double[][] x, double[] weight, double[]? bias = null) => [.. x.Select(row =>
    {
        double[] y = new double[weight.Length / row.Length];
        for (int o = 0; o < y.Length; o++)
        {
            y[o] = bias?[o] ?? 0;
            for (int i = 0; i < row.Length; i++)
            {
                y[o] += weight[(o * row.Length) + i] * row[i];
            }
        }

        return y;
    })];

    /// <summary>Turns feature i together with feature i + half of each head by position · theta^(-2i / headDim).</summary>
    public static double[][] Rotate(double[][] x, int headDim, double theta) => [.. x.Select((row, position) =>
    {
        double[] turned = new double[row.Length];
        int half = headDim / 2;
        for (int at = 0; at < row.Length; at += headDim)
        {
            for (int i = 0; i < half; i++)
            {
                double angle = position * Math.Pow(theta, -2.0 * i / headDim), a = row[at + i], b = row[at + i + half];
                turned[at + i] = (a * Math.Cos(angle)) - (b * Math.Sin(angle));
                turned[at + i + half] = (b * Math.Cos(angle)) + (a * Math.Sin(angle));
            }
        }

        return turned;
    })];

    /// <summary>Causal attention; query head h reads key/value head h / (heads / keyValueHeads).</summary>
    public static double[][] Attend(double[][] q, double[][] k, double[][] v, int headDim)
    {
        int heads = q[0].Length / headDim, groups = heads / (k[0].Length / headDim);
        return [.. q.Select((query, position) =>
        {
            double[] y = new double[query.Length];
            for (int h = 0; h < heads; h++)
            {
                int from = h * headDim, kv = h / groups * headDim;
                double[] scores = [.. Enumerable.Range(0, position + 1).Select(key =>
                    Enumerable.Range(0, headDim).Sum(i => query[from + i] * k[key][kv + i]) / Math.Sqrt(headDim))];
                double[] weights = [.. scores.Select(score => Math.Exp(score - scores.Max()))];
                for (int i = 0; i < headDim; i++)
                {
                    y[from + i] = Enumerable.Range(0, position + 1).Sum(key => weights[key] / weights.Sum() * v[key][kv + i]);
                }
            }

            return y;
        })];
    }

    /// <summary>silu(gate) · up.</summary>
    public static double[][] Gated(double[][] gate, double[][] up) =>
        [.. gate.Zip(up, (g, u) => g.Zip(u, (a, b) => a / (1 + Math.Exp(-a)) * b).ToArray())];

    /// <summary>x + y.</summary>
    public static double[][] Add(double[][] x, double[][] y) => [.. x.Zip(y, (a, b) => a.Zip(b, (c, d) => c + d).ToArray())];

    /// <summary>Features from <paramref name="start"/> on.</summary>
    public static double[][] Slice(double[][] x, int start, int count) => [.. x.Select(row => row[start..(start + count)])];
}
