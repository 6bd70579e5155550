using System;
using System.Numerics;

namespace Solar.Runtime.Checkpoints;

/// <summary>
/// Products of a matrix with a thin one, in double precision, in one pass over its rows. Thin matrices are stored row by row. No order of
/// additions depends on the machine's vectors.
/// </summary>
internal static class ThinProducts
{
    private const int BlockLength = 1 << 16;

    /// <summary>M · X, [rows, width].</summary>
    /// <param name="matrix">M.</param>
    /// <param name="thin">X, [columns, width].</param>
    /// <param name="width">Columns of X.</param>
    public static double[] Multiply(IMatrixRows matrix, double[] thin, int width)
    {
        double[] result = new double[matrix.Rows * width];
        ForEachRows(matrix, (row, count, rows) =>
        {
            for (int i = 0; i < count; i++)
            {
                Span<double> sum = result.AsSpan((row + i) * width, width);
                ReadOnlySpan<double> factors = rows.AsSpan(i * matrix.Columns, matrix.Columns);
                for (int j = 0; j < factors.Length; j++)
                {
                    AddScaled(sum, factors[j], thin.AsSpan(j * width, width));
                }
            }
        });
        return result;
    }

    /// <summary>Mᵀ · X, [columns, width].</summary>
    /// <param name="matrix">M.</param>
    /// <param name="thin">X, [rows, width].</param>
    /// <param name="width">Columns of X.</param>
    public static double[] MultiplyTransposed(IMatrixRows matrix, double[] thin, int width)
    {
        double[] result = new double[matrix.Columns * width];
        ForEachRows(matrix, (row, count, rows) =>
        {
            for (int j = 0; j < matrix.Columns; j++)
            {
                Span<double> sum = result.AsSpan(j * width, width);
                for (int i = 0; i < count; i++)
                {
                    AddScaled(sum, rows[(i * matrix.Columns) + j], thin.AsSpan((row + i) * width, width));
                }
            }
        });
        return result;
    }

    /// <summary>The sum of all squares.</summary>
    public static double SquaredNorm(IMatrixRows matrix)
    {
        double sum = 0;
        ForEachRows(matrix, (_, count, rows) =>
        {
            foreach (double value in rows.AsSpan(0, count * matrix.Columns))
            {
                sum += value * value;
            }
        });
        return sum;
    }

    /// <summary>Bytes that a pass holds of a matrix.</summary>
    public static long BlockMemory(long columns) => sizeof(double) * Math.Max(columns, BlockLength);

    /// <summary>sum += factor · vector.</summary>
    public static void AddScaled(Span<double> sum, double factor, ReadOnlySpan<double> vector)
    {
        int i = 0;
        for (; i <= sum.Length - Vector<double>.Count; i += Vector<double>.Count)
        {
            (new Vector<double>(sum[i..]) + (factor * new Vector<double>(vector[i..]))).CopyTo(sum[i..]);
        }

        for (; i < sum.Length; i++)
        {
            sum[i] += factor * vector[i];
        }
    }

    private static void ForEachRows(IMatrixRows matrix, Action<int, int, double[]> action)
    {
        int together = Math.Max(1, Math.Min(matrix.Rows, BlockLength / Math.Max(1, matrix.Columns)));
        double[] rows = new double[together * matrix.Columns];
        for (int row = 0; row < matrix.Rows; row += together)
        {
            int count = Math.Min(together, matrix.Rows - row);
            matrix.Read(row, rows.AsSpan(0, count * matrix.Columns));
            action(row, count, rows);
        }
    }
}
