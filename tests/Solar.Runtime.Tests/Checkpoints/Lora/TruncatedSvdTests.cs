using System;
using System.Linq;
using Solar.Runtime.Checkpoints;
using Xunit;

namespace Solar.Runtime.Tests.Checkpoints.Lora;

public class TruncatedSvdTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(6, 6)]
    [InlineData(40, 25)]
    [InlineData(25, 40)]
    [InlineData(1, 9)]
    public void AllValues_GiveTheMatrixBack(int rows, int columns)
    {
        Matrix matrix = Matrix.Random(rows, columns, seed: rows + columns);
        TruncatedSvd svd = TruncatedSvd.Of(matrix, 1000, seed: 0, "m");
        Assert.Equal(Math.Min(rows, columns), svd.Values.Length);
        Assert.InRange(matrix.Distance(svd), 0, 1e-12 * Math.Sqrt(svd.SquaredNorm));
        AssertOrthonormal(svd.Left);
        AssertOrthonormal(svd.Right);
        Assert.Equal(svd.Values.OrderDescending(), svd.Values);
        Assert.Equal(svd.SquaredNorm, svd.Values.Sum(value => value * value), 9 * svd.SquaredNorm * 1e-12);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(8)]
    [InlineData(20)]
    public void FewValues_AreTheGreatestOfThePlainAlgorithm(int rank)
    {
        // Random matrices have the values that fall most slowly, and so are the hardest.
        Matrix matrix = Matrix.Random(70, 90, seed: 3);
        double[] exact = matrix.SingularValues();
        TruncatedSvd svd = TruncatedSvd.Of(matrix, rank, seed: 0, "m");
        double best = Math.Sqrt(exact.Skip(rank).Sum(value => value * value));
        Assert.InRange(matrix.Distance(svd), best * (1 - 1e-12), best * 1.001);
        Assert.All(Enumerable.Range(0, rank / 2), k => Assert.Equal(exact[k], svd.Values[k], exact[k] * 2e-3));
    }

    [Fact]
    public void MatrixOfLowRank_IsFoundToRounding()
    {
        Matrix left = Matrix.Random(60, 4, seed: 1), right = Matrix.Random(4, 50, seed: 2);
        var product = new Matrix(60, 50, [.. Enumerable.Range(0, 3000).Select(i => Enumerable.Range(0, 4).Sum(k => left[i / 50, k] * right[k, i % 50]))]);
        TruncatedSvd svd = TruncatedSvd.Of(product, 6, seed: 0, "m");
        Assert.InRange(product.Distance(svd), 0, 1e-12 * Math.Sqrt(svd.SquaredNorm));
        Assert.All(svd.Values[4..], value => Assert.InRange(value, 0, 1e-10));
        Assert.Equal(4, svd.RankOf(1 - 1e-12));
    }

    [Fact]
    public void Energy_TakesTheFewestValuesThatReachIt()
    {
        var diagonal = new Matrix(4, 4, [3, 0, 0, 0, 0, 2, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0]);
        TruncatedSvd svd = TruncatedSvd.Of(diagonal, 4, seed: 0, "m");
        Assert.Equal(14, svd.SquaredNorm, 1e-12);
        Assert.Equal([1, 1, 2, 2, 3], new[] { 0.1, 9.0 / 14 - 1e-9, 9.0 / 14 + 1e-9, 13.0 / 14 - 1e-9, 1 - 1e-12 }.Select(svd.RankOf));
    }

    [Fact]
    public void Zero_HasNoValues()
    {
        TruncatedSvd svd = TruncatedSvd.Of(new Matrix(5, 7, new double[35]), 3, seed: 0, "m");
        Assert.Equal([0, 0, 0], svd.Values);
        Assert.All(svd.Left.Concat(svd.Right), vector => Assert.All(vector, value => Assert.Equal(0, value)));
        Assert.Equal(1, svd.RankOf(0.9));
    }

    private static void AssertOrthonormal(double[][] vectors) => Assert.All(
        Enumerable.Range(0, vectors.Length),
        i => Assert.All(Enumerable.Range(0, vectors.Length), j => Assert.Equal(i == j ? 1 : 0, vectors[i].Zip(vectors[j], (x, y) => x * y).Sum(), 1e-10)));

    private sealed class Matrix(int rows, int columns, double[] elements) : IMatrixRows
    {
        public int Rows => rows;

        public int Columns => columns;

        public double this[int i, int j] => elements[(i * columns) + j];

        public static Matrix Random(int rows, int columns, int seed)
        {
            var random = new Random(seed);
            return new Matrix(rows, columns, [.. Enumerable.Range(0, rows * columns).Select(_ => random.NextDouble() - 0.5)]);
        }

        public void Read(int row, Span<double> destination) => elements.AsSpan(row * columns, destination.Length).CopyTo(destination);

        /// <summary>The norm of what the decomposition leaves, in plain loops.</summary>
        public double Distance(TruncatedSvd svd)
        {
            double sum = 0;
            for (int i = 0; i < rows; i++)
            {
                for (int j = 0; j < columns; j++)
                {
                    double value = this[i, j];
                    for (int k = 0; k < svd.Values.Length; k++)
                    {
                        value -= svd.Left[k][i] * svd.Values[k] * svd.Right[k][j];
                    }

                    sum += value * value;
                }
            }

            return Math.Sqrt(sum);
        }

        /// <summary>The roots of the eigenvalues of MᵀM, by Jacobi's classical rotations in plain loops.</summary>
        public double[] SingularValues()
        {
            double[,] gram = new double[columns, columns];
            for (int a = 0; a < columns; a++)
            {
                for (int b = 0; b < columns; b++)
                {
                    for (int i = 0; i < rows; i++)
                    {
                        gram[a, b] += this[i, a] * this[i, b];
                    }
                }
            }

            for (int sweep = 0; sweep < 30; sweep++)
            {
                for (int p = 0; p < columns; p++)
                {
                    for (int q = p + 1; q < columns; q++)
                    {
                        if (Math.Abs(gram[p, q]) < 1e-300)
                        {
                            continue;
                        }

                        double angle = 0.5 * Math.Atan2(2 * gram[p, q], gram[q, q] - gram[p, p]);
                        (double sine, double cosine) = Math.SinCos(angle);
                        for (int k = 0; k < columns; k++)
                        {
                            (gram[k, p], gram[k, q]) = ((cosine * gram[k, p]) - (sine * gram[k, q]), (sine * gram[k, p]) + (cosine * gram[k, q]));
                        }

                        for (int k = 0; k < columns; k++)
                        {
                            (gram[p, k], gram[q, k]) = ((cosine * gram[p, k]) - (sine * gram[q, k]), (sine * gram[p, k]) + (cosine * gram[q, k]));
                        }
                    }
                }
            }

            return [.. Enumerable.Range(0, columns).Select(k => Math.Sqrt(Math.Max(0, gram[k, k]))).OrderDescending()];
        }
    }
}
