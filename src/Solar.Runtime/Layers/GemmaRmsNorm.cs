using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Solar.Runtime.Layers;

/// <summary>Gemma's root-mean-square norm: <c>(1 + weight) · (x / √(mean(x²) + eps))</c>, its weight zero at first.</summary>
/// <remarks>As Hugging Face's GemmaRMSNorm: the weight too is applied in float32, and rounded to the input's type is only what comes out.</remarks>
public sealed class GemmaRmsNorm : RootMeanSquareNorm
{
    /// <summary>A norm with the given weight.</summary>
    /// <param name="weight">Scale of each feature, less 1, [size]; belongs to this module from now on.</param>
    /// <param name="eps">Added to the mean of squares.</param>
    public GemmaRmsNorm(Parameter weight, double eps) : base(nameof(GemmaRmsNorm), weight, eps)
    {
    }

    /// <inheritdoc/>
    private protected override Tensor Weigh(Tensor normed, ScalarType dtype)
    {
        using Tensor exact = weight.to(ScalarType.Float32);
        using Tensor scale = exact + 1;
        using Tensor scaled = normed * scale;
        return scaled.to(dtype);
    }
}
