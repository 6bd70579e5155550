using System;
using Solar.Plans;

namespace Solar.Runtime.Checkpoints.Merging;

/// <summary>
/// A weighted sum of whole tensors: <c>average</c>, <c>linear</c>, <c>passthrough</c> with a scale, and <c>task_arithmetic</c>, whose
/// base + λ Σ wᵢ (θᵢ − base) is such a sum, too. Computed in double precision and rounded once.
/// </summary>
/// <param name="weights">One weight for each input, then the base's where there is one.</param>
internal sealed class SumMethod(Func<TensorMerge, double[]> weights) : ITensorMethod
{
    /// <inheritdoc/>
    public long Memory(int inputs, long count, long rowLength) => (inputs + 1L) * ChunkedTensors.PieceLength * sizeof(float);

    /// <inheritdoc/>
    public void Run(ChunkedTensors tensors, TensorMerge merge, IElementWriter result)
    {
        double[] factors = weights(merge);
        foreach (ElementRange piece in tensors.Pieces())
        {
            tensors.ReadAll(piece, differences: false);
            Span<float> sum = tensors.Result(piece);
            WeightedSum.Combine(tensors.Buffers, factors, sum);
            result.Append(sum);
        }
    }

    /// <summary>Every input alike.</summary>
    public static double[] Mean(TensorMerge merge)
    {
        double[] factors = new double[merge.Inputs.Count];
        Array.Fill(factors, 1.0 / factors.Length);
        return factors;
    }

    /// <summary>Σ wᵢ θᵢ, divided by Σ wᵢ where <c>normalize</c> is set.</summary>
    public static double[] Linear(TensorMerge merge) => MergeWeights.Of(merge, merge.IsSet("normalize"));

    /// <summary>θ times <c>scale</c>.</summary>
    public static double[] Scale(TensorMerge merge) => [ScaleOf(merge) ?? 1];

    /// <summary>The scale of a <c>passthrough</c>; null for the tensor as it is.</summary>
    public static double? ScaleOf(TensorMerge merge)
    {
        foreach (MergeValue value in merge.Inputs[0].Parameters)
        {
            if (value.Name == "scale")
            {
                return value.Value;
            }
        }

        return null;
    }

    /// <summary>base + λ Σ wᵢ dᵢ, the sum divided by Σ wᵢ where <c>normalize</c> is set.</summary>
    public static double[] TaskArithmetic(TensorMerge merge) =>
        MergeWeights.WithBase(MergeWeights.Of(merge, merge.IsSet("normalize")), merge["lambda"]);
}
