using System;
using System.Linq;

namespace Solar.Runtime.Checkpoints;

/// <summary>
/// Singular values and vectors of a small square matrix by one-sided Jacobi rotations (Hestenes, 1958): columns are turned in pairs until all
/// are orthogonal. Exact to rounding, small values too.
/// </summary>
internal static class JacobiSvd
{
    private const int GreatestSweeps = 60;
    private const double Orthogonal = 1e-15;

    /// <summary>M = U · S · Vᵀ.</summary>
    /// <param name="matrix">M, [size, size] row by row.</param>
    /// <param name="size">Its size.</param>
    /// <returns>Columns of U and V, one after the other, and singular values, the greatest first. A column of U without a value is zero.</returns>
    public static (double[][] U, double[] Values, double[][] V) Decompose(double[] matrix, int size)
    {
        double[][] columns = [.. Enumerable.Range(0, size).Select(j => Enumerable.Range(0, size).Select(i => matrix[(i * size) + j]).ToArray())];
        double[][] v = [.. Enumerable.Range(0, size).Select(j => Enumerable.Range(0, size).Select(i => i == j ? 1.0 : 0).ToArray())];
        for (int sweep = 0, turned = 1; sweep < GreatestSweeps && turned > 0; sweep++)
        {
            turned = 0;
            for (int p = 0; p < size - 1; p++)
            {
                for (int q = p + 1; q < size; q++)
                {
                    turned += Turn(columns, v, p, q) ? 1 : 0;
                }
            }
        }

        double[] values = [.. columns.Select(column => Math.Sqrt(OrthonormalColumns.Dot(column, column)))];
        int[] order = [.. Enumerable.Range(0, size).OrderByDescending(k => values[k]).ThenBy(k => k)];
        return (
            [.. order.Select(k => Array.ConvertAll(columns[k], value => values[k] > 0 ? value / values[k] : 0))],
            [.. order.Select(k => values[k])],
            [.. order.Select(k => v[k])]);
    }

    private static bool Turn(double[][] columns, double[][] v, int p, int q)
    {
        double alpha = OrthonormalColumns.Dot(columns[p], columns[p]);
        double beta = OrthonormalColumns.Dot(columns[q], columns[q]);
        double gamma = OrthonormalColumns.Dot(columns[p], columns[q]);
        if (Math.Abs(gamma) <= Orthogonal * Math.Sqrt(alpha * beta) || gamma == 0)
        {
            return false;
        }

        double zeta = (beta - alpha) / (2 * gamma);
        double tangent = (zeta >= 0 ? 1 : -1) / (Math.Abs(zeta) + Math.Sqrt(1 + (zeta * zeta)));
        double cosine = 1 / Math.Sqrt(1 + (tangent * tangent));
        Turn(columns[p], columns[q], cosine, cosine * tangent);
        Turn(v[p], v[q], cosine, cosine * tangent);
        return true;
    }

    private static void Turn(double[] a, double[] b, double cosine, double sine)
    {
        for (int i = 0; i < a.Length; i++)
        {
            (a[i], b[i]) = ((cosine * a[i]) - (sine * b[i]), (sine * a[i]) + (cosine * b[i]));
        }
    }
}
