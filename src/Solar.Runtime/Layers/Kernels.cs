using System;
using TorchSharp;
using static TorchSharp.torch;

namespace Solar.Runtime.Layers;

/// <summary>The operations of attention that TorchSharp does not have in one piece.</summary>
public static class Kernels
{
    private static readonly Scalar One = 1.0f;

    /// <summary>Turns queries and keys by their positions, in Hugging Face's half layout.</summary>
    /// <param name="q">Queries [batch, heads, length, headDim].</param>
    /// <param name="k">Keys [batch, keyValueHeads, length, headDim].</param>
    /// <param name="inputs">The angles of this pass.</param>
    /// <returns>New tensors of the same shapes.</returns>
    public static (Tensor Q, Tensor K) ApplyRotary(Tensor q, Tensor k, AttentionInputs inputs)
    {
        ArgumentNullException.ThrowIfNull(q);
        ArgumentNullException.ThrowIfNull(k);
        ArgumentNullException.ThrowIfNull(inputs);
        return (Rotate(q, inputs), Rotate(k, inputs));
    }

    /// <summary>Causal attention of grouped queries: query head h reads key/value head h / (heads / keyValueHeads).</summary>
    /// <param name="q">Queries [batch, heads, length, headDim].</param>
    /// <param name="k">Keys [batch, keyValueHeads, past + length, headDim].</param>
    /// <param name="v">Values, the shape of the keys.</param>
    /// <param name="inputs">Mask of this pass.</param>
    /// <returns>[batch, heads, length, headDim].</returns>
    public static Tensor Attention(Tensor q, Tensor k, Tensor v, AttentionInputs inputs)
    {
        ArgumentNullException.ThrowIfNull(q);
        ArgumentNullException.ThrowIfNull(k);
        ArgumentNullException.ThrowIfNull(v);
        ArgumentNullException.ThrowIfNull(inputs);

        long heads = q.size(1), keyValueHeads = k.size(1);
        if (heads == keyValueHeads)
        {
            return ScaledDotProduct(q, k, v, inputs);
        }

        return q.size(2) == 1
            ? OneQuery(q, k, v, inputs, heads / keyValueHeads)
            : ManyQueries(q, k, v, inputs, heads / keyValueHeads);
    }

    // x · cos + rotate_half(x) · sin, where the sign of rotate_half is in the sines: three operations instead of six.
    private static Tensor Rotate(Tensor x, AttentionInputs inputs)
    {
        using Tensor swapped = x.roll(x.size(3) / 2, -1);
        using Tensor turned = x * inputs.Cos;
        return turned.addcmul(swapped, inputs.Sin, One);
    }

    // The queries of a group see the same keys, so that for one token they can stand in a row as if they were its positions: no copy.
    private static Tensor OneQuery(Tensor q, Tensor k, Tensor v, AttentionInputs inputs, long groups)
    {
        long batch = q.size(0), headDim = q.size(3);
        using Tensor folded = q.reshape(batch, k.size(1), groups, headDim);
        using Tensor y = ScaledDotProduct(folded, k, v, inputs);
        return y.reshape(batch, q.size(1), 1, headDim);
    }

    private static Tensor ManyQueries(Tensor q, Tensor k, Tensor v, AttentionInputs inputs, long groups)
    {
        using Tensor keys = Repeat(k, groups);
        using Tensor values = Repeat(v, groups);
        return ScaledDotProduct(q, keys, values, inputs);
    }

    private static Tensor Repeat(Tensor x, long groups)
    {
        long batch = x.size(0), heads = x.size(1), length = x.size(2), headDim = x.size(3);
        using Tensor apart = x.unsqueeze(2);
        using Tensor expanded = apart.expand(batch, heads, groups, length, headDim);
        return expanded.reshape(batch, heads * groups, length, headDim);
    }

    // The one call: TorchSharp 0.107 spells the last argument "is_casual" and is going to rename it, so it is passed by place.
    private static Tensor ScaledDotProduct(Tensor q, Tensor k, Tensor v, AttentionInputs inputs) =>
        nn.functional.scaled_dot_product_attention(q, k, v, inputs.Mask, 0.0, inputs.IsCausal);
}
