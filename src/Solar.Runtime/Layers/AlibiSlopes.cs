using System;
using TorchSharp;
using static TorchSharp.torch;

namespace Solar.Runtime.Layers;

/// <summary>Attention with linear biases (ALiBi): head h favours near keys by a slope of its own.</summary>
/// <remarks>
/// Press, Smith and Lewis, "Train Short, Test Long" (2021), with the slopes of their code for head counts that are no power of two.
/// As in transformers' <c>build_alibi_tensor</c> the bias is slope · position of the key, which differs from -slope · distance by a
/// constant of the query, and a softmax does not see constants. Positions count the real tokens of the attention mask.
/// </remarks>
/// <param name="heads">Number of query heads.</param>
/// <param name="scale">
/// What the bias is multiplied by. Falcon adds it before it divides scores by √headDim: 1 / √headDim. The eager attention of transformers 4.46
/// adds it once more with the mask, so that what was recorded with it has 2 / √headDim.
/// </param>
/// <param name="precision">The type in which slope and position are multiplied. Falcon: bfloat16, whatever the type of the model.</param>
public sealed class AlibiSlopes(int heads, double scale = 1, ScalarType precision = ScalarType.Float32)
{
    /// <summary>Number of query heads.</summary>
    public int Heads { get; } = heads > 0
        ? heads
        : throw new ArgumentOutOfRangeException(nameof(heads), heads, "attention has one head at least");

    /// <summary>The slope of each head: 2^(-8/n), its square, its cube …, n being the power of two below; between them where heads are left.</summary>
    /// <returns>As many numbers as heads.</returns>
    public double[] Slopes()
    {
        int power = (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Heads + 1) / 2;
        double[] slopes = new double[Heads];
        for (int h = 0; h < Heads; h++)
        {
            // Heads beyond the power of two take every second slope of a model with twice as many.
            slopes[h] = h < power ? Math.Pow(2, -8.0 * (h + 1) / power) : Math.Pow(2, -4.0 * ((2 * (h - power)) + 1) / power);
        }

        return slopes;
    }

    /// <summary>What is added to the scores, [batch or 1, heads, 1, past + length], of the pass's type; it belongs to the caller.</summary>
    internal Tensor Bias(PaddingMask padding, PassShape shape)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor slopes = tensor(Slopes(), dtype: ScalarType.Float32, device: shape.Device).to(precision).view(1, Heads, 1, 1);
        Tensor bias = slopes * Positions(padding, shape).to(precision);                    // [batch or 1, heads, 1, total]
        return (bias.to(ScalarType.Float32) * scale).to(shape.Dtype).DetachFromDisposeScope();
    }

    private static Tensor Positions(PaddingMask padding, PassShape shape)
    {
        if (padding.Real is not { } real)
        {
            return arange(shape.Total, device: shape.Device).view(1, 1, 1, shape.Total);
        }

        Tensor counted = real.cumsum(1, ScalarType.Int64);
        return ((counted - 1) * real).view(shape.Batch, 1, 1, shape.Total);
    }
}
