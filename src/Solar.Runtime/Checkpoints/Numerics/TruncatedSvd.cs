using System;
using System.Linq;

namespace Solar.Runtime.Checkpoints;

/// <summary>
/// The greatest singular values of a matrix with their vectors, by randomized subspace iteration (Halko, Martinsson and Tropp, 2011, algorithms 4.4
/// and 5.1): passes over its rows, and in memory only what is as thin as the rank. Computed in double precision; equal for one name and seed on a
/// type of machine.
/// </summary>
internal sealed class TruncatedSvd
{
    // Directions beside those that are asked for, and rounds that let the greatest grow: within a thousandth of the best even where values
    // fall as slowly as those of random matrices.
    private const int LeastOversampling = 10;
    private const int Rounds = 4;

    private TruncatedSvd(double[][] left, double[] values, double[][] right, double squaredNorm)
    {
        Left = left;
        Values = values;
        Right = right;
        SquaredNorm = squaredNorm;
    }

    /// <summary>For each value a vector of as many numbers as the matrix has rows.</summary>
    public double[][] Left { get; }

    /// <summary>The singular values, the greatest first.</summary>
    public double[] Values { get; }

    /// <summary>For each value a vector of as many numbers as the matrix has columns.</summary>
    public double[][] Right { get; }

    /// <summary>The sum of the squares of all elements, and so of all singular values.</summary>
    public double SquaredNorm { get; }

    /// <summary>Decomposes a matrix.</summary>
    /// <param name="matrix">The matrix.</param>
    /// <param name="rank">How many values are wanted; no more than the smaller size are given.</param>
    /// <param name="seed">Seed of the directions that are tried first.</param>
    /// <param name="name">Name of the matrix, so that each has directions of its own.</param>
    /// <exception cref="NotFiniteNumberException">An element is not finite.</exception>
    public static TruncatedSvd Of(IMatrixRows matrix, int rank, long seed, string name)
    {
        double squaredNorm = ThinProducts.SquaredNorm(matrix);
        if (!double.IsFinite(squaredNorm))
        {
            throw new NotFiniteNumberException($"The matrix {name} has elements that are not finite.", squaredNorm);
        }

        int smaller = Math.Min(matrix.Rows, matrix.Columns);
        int width = Width(rank, smaller);
        var stream = new NormalStream(seed, name);
        double[] thin = new double[matrix.Columns * width];
        for (int i = 0; i < thin.Length; i++)
        {
            thin[i] = stream.Next();
        }

        double[] q = ThinProducts.Multiply(matrix, thin, width);
        OrthonormalColumns.Factorize(q, width);

        // Where all directions are taken there is nothing to find.
        for (int round = 0; round < Rounds && width < smaller; round++)
        {
            thin = ThinProducts.MultiplyTransposed(matrix, q, width);
            OrthonormalColumns.Factorize(thin, width);
            q = ThinProducts.Multiply(matrix, thin, width);
            OrthonormalColumns.Factorize(q, width);
        }

        // M ≈ Q Qᵀ M = Q (Mᵀ Q)ᵀ = Q (P R)ᵀ, and with R = U S Vᵀ it is (Q V) S (P U)ᵀ.
        double[] p = ThinProducts.MultiplyTransposed(matrix, q, width);
        double[] r = OrthonormalColumns.Factorize(p, width);
        (double[][] u, double[] values, double[][] v) = JacobiSvd.Decompose(r, width);
        int count = Math.Min(rank, smaller);
        return new TruncatedSvd(
            [.. v.Take(count).Select(column => Combine(q, column))], values[..count], [.. u.Take(count).Select(column => Combine(p, column))], squaredNorm);
    }

    /// <summary>The fewest values whose squares sum to a share of all; no more than there are.</summary>
    /// <param name="energy">The share, up to 1.</param>
    public int RankOf(double energy)
    {
        double sum = 0;
        for (int k = 0; k < Values.Length; k++)
        {
            sum += Values[k] * Values[k];
            if (sum >= energy * SquaredNorm)
            {
                return k + 1;
            }
        }

        return Values.Length;
    }

    /// <summary>Bytes of memory that it takes.</summary>
    public static long Memory(long rows, long columns, int rank)
    {
        int width = Width(rank, (int)Math.Min(rows, columns));
        return sizeof(double) * ((3 * width * (rows + columns)) + (4L * width * width)) + ThinProducts.BlockMemory(columns);
    }

    /// <summary>Multiplications of its passes, for the order of work.</summary>
    public static long Effort(long rows, long columns, int rank) => rows * columns * Width(rank, (int)Math.Min(rows, columns));

    private static int Width(int rank, int smaller) => (int)Math.Min(smaller, rank + (long)Math.Max(LeastOversampling, rank / 2));

    // A thin matrix times a vector.
    private static double[] Combine(double[] thin, double[] vector)
    {
        double[] result = new double[thin.Length / vector.Length];
        for (int i = 0; i < result.Length; i++)
        {
            result[i] = OrthonormalColumns.Dot(thin.AsSpan(i * vector.Length, vector.Length), vector);
        }

        return result;
    }
}
