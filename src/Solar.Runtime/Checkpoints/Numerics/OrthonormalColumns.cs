using System;
using System.Numerics;

namespace Solar.Runtime.Checkpoints;

/// <summary>Columns made orthonormal by Gram and Schmidt, twice each, which is as good as Householder's way (Giraud and others, 2005).</summary>
internal static class OrthonormalColumns
{
    // What is left of a column that lies in the span of those before it is rounding.
    private const double Nothing = 1e-12;

    /// <summary>X = Q · R. A column that depends on those before it becomes zero in Q, and has zeros behind the diagonal in R.</summary>
    /// <param name="matrix">X, [rows, width] row by row; Q takes its place.</param>
    /// <param name="width">Number of columns.</param>
    /// <returns>R, [width, width] row by row, upper triangular.</returns>
    public static double[] Factorize(double[] matrix, int width)
    {
        int rows = matrix.Length / width;
        double[] columns = Transpose(matrix, rows, width);
        double[] r = new double[width * width];
        for (int k = 0; k < width; k++)
        {
            Span<double> column = columns.AsSpan(k * rows, rows);
            double before = Math.Sqrt(Dot(column, column));
            for (int pass = 0; pass < 2; pass++)
            {
                for (int i = 0; i < k; i++)
                {
                    ReadOnlySpan<double> other = columns.AsSpan(i * rows, rows);
                    double share = Dot(other, column);
                    r[(i * width) + k] += share;
                    ThinProducts.AddScaled(column, -share, other);
                }
            }

            double left = Math.Sqrt(Dot(column, column));
            if (left <= Nothing * before)
            {
                column.Clear();
                continue;
            }

            r[(k * width) + k] = left;
            for (int i = 0; i < rows; i++)
            {
                column[i] /= left;
            }
        }

        Transpose(columns, width, rows).CopyTo(matrix, 0);
        return r;
    }

    /// <summary>The scalar product.</summary>
    public static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        Vector<double> first = Vector<double>.Zero, second = Vector<double>.Zero;
        int i = 0;
        for (; i <= a.Length - (2 * Vector<double>.Count); i += 2 * Vector<double>.Count)
        {
            first += new Vector<double>(a[i..]) * new Vector<double>(b[i..]);
            second += new Vector<double>(a[(i + Vector<double>.Count)..]) * new Vector<double>(b[(i + Vector<double>.Count)..]);
        }

        double sum = Vector.Sum(first + second);
        for (; i < a.Length; i++)
        {
            sum += a[i] * b[i];
        }

        return sum;
    }

    private static double[] Transpose(double[] matrix, int rows, int columns)
    {
        double[] result = new double[matrix.Length];
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < columns; j++)
            {
                result[(j * rows) + i] = matrix[(i * columns) + j];
            }
        }

        return result;
    }
}
