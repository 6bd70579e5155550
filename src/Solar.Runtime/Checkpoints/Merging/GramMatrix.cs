using System;

namespace Solar.Runtime.Checkpoints.Merging;

/// <summary>The scalar products of vectors with one another, and lengths and angles of weighted sums of them.</summary>
/// <param name="count">Number of vectors.</param>
internal sealed class GramMatrix(int count)
{
    private readonly double[] _products = new double[count * count];

    /// <summary>Number of vectors.</summary>
    public int Count => count;

    /// <summary>The product of two vectors.</summary>
    public double this[int a, int b] => _products[(a * count) + b];

    /// <summary>Adds what a part of the vectors has to the products.</summary>
    public void Add(ChunkedTensors tensors, ElementRange piece, int start, int length)
    {
        for (int a = 0; a < count; a++)
        {
            for (int b = a; b < count; b++)
            {
                double product = WeightedSum.Dot(tensors.Input(a, piece).Slice(start, length), tensors.Input(b, piece).Slice(start, length));
                _products[(a * count) + b] += product;
                if (a != b)
                {
                    _products[(b * count) + a] += product;
                }
            }
        }
    }

    /// <summary>The length of a vector.</summary>
    public double Length(int vector) => Math.Sqrt(this[vector, vector]);

    /// <summary>The product of two weighted sums.</summary>
    public double Product(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        double sum = 0;
        for (int i = 0; i < count; i++)
        {
            for (int k = 0; k < count; k++)
            {
                sum += a[i] * b[k] * this[i, k];
            }
        }

        return sum;
    }

    /// <summary>The length of a weighted sum.</summary>
    public double Length(ReadOnlySpan<double> sum) => Math.Sqrt(Math.Max(0, Product(sum, sum)));

    /// <summary>The cosine of the angle between two vectors; 0 where one has no length.</summary>
    public double Cosine(int a, int b)
    {
        double lengths = Length(a) * Length(b);
        return lengths > 0 ? Math.Clamp(this[a, b] / lengths, -1, 1) : 0;
    }
}
