using System;
using TorchSharp;
using static TorchSharp.torch;

namespace Solar.Runtime.Layers;

public static partial class Kernels
{
    private static readonly Scalar One = 1.0f;

    /// <summary>Turns queries and keys by their positions, in Hugging Face's half layout; features beyond the table's rotaryDim stay as they are.</summary>
    /// <param name="q">Queries [batch, heads, length, headDim].</param>
    /// <param name="k">Keys [batch, keyValueHeads, length, headDim].</param>
    /// <param name="inputs">The angles of this pass.</param>
    /// <returns>New tensors of the same shapes.</returns>
    /// <exception cref="InvalidOperationException">The pass was prepared without rotary positions.</exception>
    public static (Tensor Q, Tensor K) ApplyRotary(Tensor q, Tensor k, AttentionInputs inputs)
    {
        ArgumentNullException.ThrowIfNull(q);
        ArgumentNullException.ThrowIfNull(k);
        ArgumentNullException.ThrowIfNull(inputs);

        (Tensor cos, Tensor sin) = inputs.Rotary
            ?? throw new InvalidOperationException("the pass has no rotary positions; give AttentionInputs.Prepare a RotaryTable");
        long headDim = q.size(3), rotaryDim = cos.size(-1);
        return rotaryDim == headDim
            ? (Rotate(q, cos, sin), Rotate(k, cos, sin))
            : (RotateFirst(q, cos, sin, rotaryDim), RotateFirst(k, cos, sin, rotaryDim));
    }

    // x · cos + rotate_half(x) · sin, where the sign of rotate_half is in the sines: three operations instead of six.
    private static Tensor Rotate(Tensor x, Tensor cos, Tensor sin)
    {
        using Tensor swapped = x.roll(x.size(3) / 2, -1);
        using Tensor turned = x * cos;
        return turned.addcmul(swapped, sin, One);
    }

    private static Tensor RotateFirst(Tensor x, Tensor cos, Tensor sin, long rotaryDim)
    {
        using Tensor first = x.narrow(3, 0, rotaryDim);
        using Tensor turned = Rotate(first, cos, sin);
        using Tensor kept = x.narrow(3, rotaryDim, x.size(3) - rotaryDim);
        return cat([turned, kept], dim: 3);
    }
}
