using System;
using System.Collections.Generic;
using System.Linq;
using static TorchSharp.torch;

namespace Solar.Compiler.Tests.Emitting;

/// <summary>
/// The steps of a decoder in plain loops of doubles, one sequence at a time, written from their definitions: a row for each position,
/// no tensor, no mask, no cache. Families put them together in <see cref="ReferenceFamilies"/>.
/// </summary>
internal sealed class ReferenceDecoder
{
    private readonly Dictionary<string, (double[] Values, long[] Shape)> _weights;

    /// <summary>A reference with these weights.</summary>
    /// <param name="weights">By name; each value with its shape.</param>
    public ReferenceDecoder(Dictionary<string, (double[] Values, long[] Shape)> weights) => _weights = weights;

    /// <summary>The weights of tensors, in doubles.</summary>
    public static Dictionary<string, (double[] Values, long[] Shape)> Read(IEnumerable<(string Name, Tensor Tensor)> tensors) =>
        tensors.ToDictionary(entry => entry.Name, entry => (entry.Tensor.detach().to(ScalarType.Float64).data<double>().ToArray(), entry.Tensor.shape));

    /// <summary>The rows of the tokens.</summary>
    public double[][] Embed(long[] ids, string path)
    {
        (double[] values, long[] shape) = _weights[path + ".weight"];
        int width = (int)shape[1];
        return [.. ids.Select(id => values[((int)id * width)..((int)(id + 1) * width)])];
    }

    /// <summary>weight · x + bias, the bias where there is one.</summary>
    public double[][] Linear(double[][] x, string path)
    {
        (double[] weight, long[] shape) = _weights[path + ".weight"];
        double[]? bias = _weights.TryGetValue(path + ".bias", out (double[] Values, long[] Shape) found) ? found.Values : null;
        int width = (int)shape[1];
        return Rows(x, (int)shape[0], (row, o) =>
        {
            double sum = bias?[o] ?? 0;
            for (int i = 0; i < width; i++)
            {
                sum += weight[(o * width) + i] * row[i];
            }

            return sum;
        });
    }

    /// <summary>weight · x / √(mean(x²) + eps), over pieces of the weight's length.</summary>
    public double[][] RmsNorm(double[][] x, string path, double eps)
    {
        double[] weight = _weights[path + ".weight"].Values;
        return [.. x.Select(row => row.Chunk(weight.Length).SelectMany(piece => Normed(piece, weight, eps)).ToArray())];
    }

    /// <summary>silu(gate) · up.</summary>
    public static double[][] Gated(double[][] gate, double[][] up) =>
        [.. gate.Zip(up, (g, u) => g.Zip(u, (a, b) => a / (1 + Math.Exp(-a)) * b).ToArray())];

    /// <summary>weight · (x - mean) / √(variance + eps) + bias.</summary>
    public double[][] LayerNorm(double[][] x, string path, double eps)
    {
        (double[] weight, double[] bias) = (_weights[path + ".weight"].Values, _weights[path + ".bias"].Values);
        return
        [
            .. x.Select(row =>
            {
                double mean = row.Average(), scale = 1 / Math.Sqrt(row.Average(value => (value - mean) * (value - mean)) + eps);
                return row.Select((value, i) => (weight[i] * (value - mean) * scale) + bias[i]).ToArray();
            }),
        ];
    }

    /// <summary>x · Φ(x), Φ by the power series of the error function.</summary>
    public static double[][] Gelu(double[][] x) => [.. x.Select(row => row.Select(value => value * (1 + Erf(value / Math.Sqrt(2))) / 2).ToArray())];

    /// <summary>Of each row the likeliest experts by a softmax of its logits, with their probabilities.</summary>
    public static (int Expert, double Weight)[][] Route(double[][] logits, int perToken) =>
    [
        .. logits.Select(row => row
            .Select((logit, expert) => (expert, Math.Exp(logit) / row.Sum(Math.Exp)))
            .OrderByDescending(choice => choice.Item2)
            .Take(perToken)
            .ToArray()),
    ];

    /// <summary>Each row times a number of its own.</summary>
    public static double[][] Scale(double[][] x, IEnumerable<double> factors) => [.. x.Zip(factors, (row, factor) => row.Select(value => value * factor).ToArray())];

    /// <summary>a + b.</summary>
    public static double[][] Add(double[][] a, double[][] b) => [.. a.Zip(b, (x, y) => x.Zip(y, (u, v) => u + v).ToArray())];

    /// <summary>Some columns of every row.</summary>
    public static double[][] Columns(double[][] x, int start, int count) => [.. x.Select(row => row[start..(start + count)])];

    /// <summary>Turns features i and i + headDim / 2 of each head by position · frequency(i), and multiplies by a factor.</summary>
    public static double[][] Rotate(double[][] x, int headDim, Func<int, double> frequency, double factor = 1)
    {
        double[][] turned = [.. x.Select(row => row.ToArray())];
        for (int at = 0; at < x.Length; at++)
        {
            for (int head = 0; head < x[at].Length; head += headDim)
            {
                for (int i = 0; i < headDim / 2; i++)
                {
                    double angle = at * frequency(i), a = x[at][head + i], b = x[at][head + i + (headDim / 2)];
                    turned[at][head + i] = factor * ((a * Math.Cos(angle)) - (b * Math.Sin(angle)));
                    turned[at][head + i + (headDim / 2)] = factor * ((b * Math.Cos(angle)) + (a * Math.Sin(angle)));
                }
            }
        }

        return turned;
    }

    /// <summary>softmax(q · k / √headDim) · v over the latest positions up to the query's own; query heads share keys in order.</summary>
    public static double[][] Attend(double[][] q, double[][] k, double[][] v, int headDim, int window = int.MaxValue)
    {
        int groups = q[0].Length / k[0].Length;
        double[][] result = [.. q.Select(row => new double[row.Length])];
        for (int at = 0; at < q.Length; at++)
        {
            for (int head = 0; head < q[at].Length / headDim; head++)
            {
                int from = head * headDim, shared = head / groups * headDim;
                double[] scores = [.. Enumerable.Range(0, at + 1).Select(key => at - key >= window ? 0 : Math.Exp(
                    Enumerable.Range(0, headDim).Sum(d => q[at][from + d] * k[key][shared + d]) / Math.Sqrt(headDim)))];
                for (int d = 0; d < headDim; d++)
                {
                    result[at][from + d] = scores.Select((score, key) => score * v[key][shared + d]).Sum() / scores.Sum();
                }
            }
        }

        return result;
    }

    private static double Erf(double x)
    {
        if (Math.Abs(x) > 5)
        {
            return Math.Sign(x);
        }

        double sum = x, term = x;
        for (int n = 1; n < 120; n++)
        {
            term *= -x * x / n;
            sum += term / ((2 * n) + 1);
        }

        return 2 / Math.Sqrt(Math.PI) * sum;
    }

    private static IEnumerable<double> Normed(double[] piece, double[] weight, double eps)
    {
        double scale = 1 / Math.Sqrt((piece.Sum(value => value * value) / piece.Length) + eps);
        return piece.Zip(weight, (value, w) => w * value * scale);
    }

    private static double[][] Rows(double[][] x, int width, Func<double[], int, double> element) =>
        [.. x.Select(row => Enumerable.Range(0, width).Select(o => element(row, o)).ToArray())];
}
