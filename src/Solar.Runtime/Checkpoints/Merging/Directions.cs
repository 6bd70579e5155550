using System;
using System.Linq;
using Solar.Plans;

namespace Solar.Runtime.Checkpoints.Merging;

/// <summary>The weights of the methods on directions. Formulas: mergekit 0.1.4, of which each page of the method says the paper.</summary>
internal static class Directions
{
    // Beyond this the arc is as good as its chord; mergekit's number.
    private const double NearlyParallel = 0.9995;
    private const double Colinear = 1e-8;

    /// <summary><c>slerp</c>: along the arc between the two directions, on the vectors as they are.</summary>
    public static double[] Slerp(GramMatrix products, TensorMerge merge)
    {
        double t = merge["t"];
        double cosine = products.Cosine(0, 1);
        if (Math.Abs(cosine) > NearlyParallel)
        {
            return [1 - t, t];
        }

        double angle = Math.Acos(cosine);
        return [Math.Sin((1 - t) * angle) / Math.Sin(angle), Math.Sin(t * angle) / Math.Sin(angle)];
    }

    /// <summary><c>nuslerp</c>: the same with t from two weights, and by the chord only where no arc can be told.</summary>
    public static double[] NuSlerp(GramMatrix products, TensorMerge merge)
    {
        if (merge.Inputs.Count == 1)
        {
            return [1];
        }

        double sum = merge.Inputs[0]["weight"] + merge.Inputs[1]["weight"];
        double t = Math.Abs(sum) < 1e-6 ? 0.5 : merge.Inputs[1]["weight"] / sum;
        double angle = Math.Acos(products.Cosine(0, 1));
        double sine = Math.Sin(angle);
        return Math.Abs(sine) < Colinear ? [1 - t, t] : [Math.Sin((1 - t) * angle) / sine, Math.Sin(t * angle) / sine];
    }

    /// <summary>The vectors of <c>nuslerp</c>. mergekit's row_wise goes along the first size of a matrix, and so does ours.</summary>
    public static VectorKind NuSlerpVectors(TensorMerge merge) =>
        merge.IsSet("nuslerp_flatten") ? VectorKind.Whole : merge.IsSet("nuslerp_row_wise") ? VectorKind.Columns : VectorKind.Rows;

    /// <summary><c>multislerp</c>: one step of the weighted mean on the sphere from the direction of the weighted sum, times the mean length.</summary>
    public static double[] MultiSlerp(GramMatrix products, TensorMerge merge)
    {
        int count = products.Count;
        double[] weights = MergeWeights.Of(merge, merge.IsSet("normalize_weights"));
        double[] lengths = [.. Enumerable.Range(0, count).Select(products.Length)];
        double length = weights.Zip(lengths, (weight, each) => weight * each).Sum();
        double epsilon = merge["eps"];

        // Unit vectors as weights of the vectors; one without a length has no direction and gives none.
        double[] toUnit = [.. lengths.Select(each => each > 0 ? 1 / each : 0)];
        double[] mean = [.. weights.Zip(toUnit, (weight, unit) => weight * unit)];
        double meanLength = products.Length(mean);
        if (meanLength < epsilon)
        {
            return lengths.All(each => each == 0) || count == 2
                ? weights
                : throw new MergeException("its inputs cancel each other out on the sphere, so that they have no mean", "Change a weight, or use linear.");
        }

        mean = Scaled(mean, 1 / meanLength);
        double[] tangent = new double[count];
        for (int i = 0; i < count; i++)
        {
            double[] unit = new double[count];
            unit[i] = toUnit[i];
            double along = products.Product(unit, mean);
            tangent[i] += weights[i] * toUnit[i];
            for (int k = 0; k < count; k++)
            {
                tangent[k] -= weights[i] * along * mean[k];
            }
        }

        double step = products.Length(tangent);
        double sine = step < epsilon ? 1 : Math.Sin(step) / step;
        return [.. mean.Zip(tangent, (m, v) => length * ((Math.Cos(step) * m) + (sine * v)))];
    }

    /// <summary><c>karcher</c>: the Riemannian mean of the directions, all alike, times the mean length.</summary>
    public static double[] Karcher(GramMatrix products, TensorMerge merge)
    {
        int count = products.Count;
        int[] valid = [.. Enumerable.Range(0, count).Where(i => products[i, i] > 0)];
        double[] mean = new double[count];
        if (valid.Length == 0)
        {
            return mean;
        }

        double tolerance = merge["tol"];
        double share = 1.0 / valid.Length;
        foreach (int i in valid)
        {
            mean[i] = share / products.Length(i);
        }

        double size = products.Length(mean);
        if (size < tolerance)
        {
            Array.Clear(mean);
            mean[valid[0]] = 1 / products.Length(valid[0]);
        }
        else
        {
            mean = Scaled(mean, 1 / size);
        }

        for (int step = 0; step < (int)merge["max_iter"]; step++)
        {
            double[] tangent = KarcherTangent(products, mean, valid, share, tolerance);
            double length = products.Length(tangent);
            if (length < tolerance)
            {
                break;
            }

            mean = [.. mean.Zip(tangent, (m, v) => (Math.Cos(length) * m) + (Math.Sin(length) / length * v))];
            mean = Scaled(mean, 1 / products.Length(mean));
        }

        return Scaled(mean, valid.Sum(products.Length) * share);
    }

    /// <summary><c>model_stock</c>: from the base towards the mean, as far as the mean angle between the differences says.</summary>
    public static double[] ModelStock(GramMatrix products, TensorMerge merge)
    {
        int count = products.Count;
        if (count == 1)
        {
            return [1];
        }

        double sum = 0;
        int pairs = 0;
        for (int a = 0; a < count; a++)
        {
            for (int b = a + 1; b < count; b++, pairs++)
            {
                sum += products.Cosine(a, b);
            }
        }

        double cosine = sum / pairs;
        double divisor = 1 + ((count - 1) * cosine);

        // Differences that point away from each other as far as they can have a mean of zero: there is nowhere to go.
        double t = Math.Abs(divisor) < Colinear ? 0 : count * cosine / divisor;
        double[] weights = new double[count];
        Array.Fill(weights, t / count);
        return weights;
    }

    private static double[] KarcherTangent(GramMatrix products, double[] mean, int[] valid, double share, double tolerance)
    {
        double[] tangent = new double[mean.Length];
        foreach (int i in valid)
        {
            double[] unit = new double[mean.Length];
            unit[i] = 1 / products.Length(i);
            double cosine = Math.Clamp(products.Product(mean, unit), -1, 1);
            double angle = Math.Acos(cosine);
            if (angle < tolerance)
            {
                continue;
            }

            double factor = share * angle / Math.Sin(angle);
            for (int k = 0; k < mean.Length; k++)
            {
                tangent[k] += factor * (unit[k] - (cosine * mean[k]));
            }
        }

        return tangent;
    }

    private static double[] Scaled(double[] values, double factor) => Array.ConvertAll(values, value => value * factor);
}
