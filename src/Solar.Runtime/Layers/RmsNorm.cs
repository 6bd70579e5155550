using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Solar.Runtime.Layers;

/// <summary>Root-mean-square norm, computed in float32 whatever the type of its input: <c>weight · (x / √(mean(x²) + eps))</c>.</summary>
/// <remarks>As Hugging Face's LlamaRMSNorm: what is normed is rounded to the input's type before it is multiplied by the weight.</remarks>
public sealed class RmsNorm : RootMeanSquareNorm
{
    /// <summary>A norm with the given weight.</summary>
    /// <param name="weight">Scale of each feature, [size]; belongs to this module from now on.</param>
    /// <param name="eps">Added to the mean of squares.</param>
    public RmsNorm(Parameter weight, double eps) : base(nameof(RmsNorm), weight, eps)
    {
    }

    /// <inheritdoc/>
    private protected override Tensor Weigh(Tensor normed, ScalarType dtype)
    {
        if (normed.dtype == dtype)
        {
            return normed * weight;
        }

        using Tensor rounded = normed.to(dtype);
        return rounded * weight;
    }
}
