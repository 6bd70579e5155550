using System;
using System.Linq;
using Solar.Plans;

namespace Solar.Runtime.Checkpoints.Merging;

/// <summary>The weights of a merge's inputs.</summary>
internal static class MergeWeights
{
    private const double Nothing = 1e-8;

    /// <summary>The weights, divided by their sum where they are normalized.</summary>
    /// <exception cref="MergeException">They sum to nothing and are to be normalized.</exception>
    public static double[] Of(TensorMerge merge, bool normalize)
    {
        double[] weights = [.. merge.Inputs.Select(input => input["weight"])];
        if (!normalize)
        {
            return weights;
        }

        double sum = weights.Sum();
        return Math.Abs(sum) >= Nothing
            ? [.. weights.Select(weight => weight / sum)]
            : throw new MergeException(
                $"its weights ({string.Join(", ", weights.Select(Text))}) sum to {Text(sum)}, and they are to be divided by that",
                "Change a weight, or set normalize: false.");
    }

    /// <summary>Weights of differences from a base as weights of the tensors themselves: base + λ Σ wᵢ (θᵢ − base).</summary>
    public static double[] WithBase(double[] weights, double lambda = 1)
    {
        double[] scaled = [.. weights.Select(weight => lambda * weight)];
        return [.. scaled, 1 - scaled.Sum()];
    }

    private static string Text(double value) => value.ToString("R", System.Globalization.CultureInfo.InvariantCulture);
}
