using static TorchSharp.torch;

namespace Solar.Runtime.Layers;

/// <summary>The wavelengths before any scaling; every step in float32, as transformers does it.</summary>
/// <param name="Dim">Number of features that turn.</param>
/// <param name="Theta">Base of the wavelengths.</param>
/// <param name="MaxPositions">The declared maximum.</param>
internal sealed record RopeWavelengths(int Dim, double Theta, int MaxPositions)
{
    /// <summary>theta^(2i / dim), wavelengths over 2π, [dim / 2].</summary>
    public Tensor Powers() => pow(tensor((float)Theta), arange(0, Dim, 2, dtype: ScalarType.Float32) / Dim);

    /// <summary>1 / theta^(2i / dim), [dim / 2].</summary>
    public Tensor Frequencies() => Powers().reciprocal();
}
