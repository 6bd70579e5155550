using System;
using TorchSharp;
using static TorchSharp.torch;

namespace Solar.Runtime.Layers;

/// <summary>The operations of attention that TorchSharp does not have in one piece.</summary>
public static partial class Kernels
{
    /// <summary>Causal attention of grouped queries: query head h reads key/value head h / (heads / keyValueHeads).</summary>
    /// <param name="q">Queries [batch, heads, length, headDim].</param>
    /// <param name="k">Keys [batch, keyValueHeads, past + length, headDim].</param>
    /// <param name="v">Values, the shape of the keys.</param>
    /// <param name="inputs">Masks of this pass.</param>
    /// <param name="scale">What q · k is multiplied by; null for 1 / √headDim.</param>
    /// <param name="softCap">Scores are held between -softCap and softCap (<see cref="SoftCap"/>), before what is hidden is hidden; null for no cap.</param>
    /// <param name="slidingWindow">Number of latest positions that a query of this layer sees, itself included; null for what the pass says.</param>
    /// <returns>[batch, heads, length, headDim].</returns>
    public static Tensor Attention(
        Tensor q, Tensor k, Tensor v, AttentionInputs inputs, double? scale = null, double? softCap = null, long? slidingWindow = null)
    {
        ArgumentNullException.ThrowIfNull(q);
        ArgumentNullException.ThrowIfNull(k);
        ArgumentNullException.ThrowIfNull(v);
        ArgumentNullException.ThrowIfNull(inputs);

        if (inputs.Latest(slidingWindow) is { } latest)
        {
            // One query sees the last keys of the cache alone: a view of them instead of a mask over all.
            using Tensor keys = k.narrow(2, k.size(2) - latest, latest);
            using Tensor values = v.narrow(2, v.size(2) - latest, latest);
            return Attend(q, keys, values, default, scale, softCap);
        }

        return Attend(q, k, v, inputs.See(slidingWindow, isWritten: softCap is not null), scale, softCap);
    }

    private static Tensor Attend(Tensor q, Tensor k, Tensor v, Sight sight, double? scale, double? softCap)
    {
        double kernelScale = 1 / Math.Sqrt(q.size(3));
        double factor = scale ?? kernelScale;
        if (softCap is { } cap)
        {
            return Capped(q, k, v, sight.Mask, factor, cap);
        }

        if (factor == kernelScale)
        {
            return Grouped(q, k, v, sight);
        }

        // TorchSharp 0.107 has no argument for the scale.
        using Tensor scaled = q * (factor / kernelScale);
        return Grouped(scaled, k, v, sight);
    }

    private static Tensor Grouped(Tensor q, Tensor k, Tensor v, Sight sight)
    {
        long heads = q.size(1), keyValueHeads = k.size(1);
        if (heads == keyValueHeads)
        {
            return ScaledDotProduct(q, k, v, sight);
        }

        // ALiBi has a mask for each head.
        bool isShared = sight.Mask is null || sight.Mask.size(1) == 1;
        return q.size(2) == 1 && isShared
            ? OneQuery(q, k, v, sight, heads / keyValueHeads)
            : ManyQueries(q, k, v, sight, heads / keyValueHeads);
    }

    // The queries of a group see the same keys, so that for one token they can stand in a row as if they were its positions: no copy.
    private static Tensor OneQuery(Tensor q, Tensor k, Tensor v, Sight sight, long groups)
    {
        long batch = q.size(0), headDim = q.size(3);
        using Tensor folded = q.reshape(batch, k.size(1), groups, headDim);
        using Tensor y = ScaledDotProduct(folded, k, v, sight);
        return y.reshape(batch, q.size(1), 1, headDim);
    }

    private static Tensor ManyQueries(Tensor q, Tensor k, Tensor v, Sight sight, long groups)
    {
        using Tensor keys = Repeat(k, groups);
        using Tensor values = Repeat(v, groups);
        return ScaledDotProduct(q, keys, values, sight);
    }

    private static Tensor Repeat(Tensor x, long groups)
    {
        long batch = x.size(0), heads = x.size(1), length = x.size(2), headDim = x.size(3);
        using Tensor apart = x.unsqueeze(2);
        using Tensor expanded = apart.expand(batch, heads, groups, length, headDim);
        return expanded.reshape(batch, heads * groups, length, headDim);
    }

    // The one call: TorchSharp 0.107 spells the last argument "is_casual" and is going to rename it, so it is passed by place.
    private static Tensor ScaledDotProduct(Tensor q, Tensor k, Tensor v, Sight sight) =>
        nn.functional.scaled_dot_product_attention(q, k, v, sight.Mask, 0.0, sight.IsCausal);

    // No kernel caps scores, so that they are written out, in Hugging Face's order: scale, cap, mask, softmax in float32.
    // The queries of a group stand in a row before their keys, which are then not repeated.
    private static Tensor Capped(Tensor q, Tensor k, Tensor v, Tensor? mask, double scale, double softCap)
    {
        long batch = q.size(0), heads = q.size(1), length = q.size(2), headDim = q.size(3);
        long keyValueHeads = k.size(1), total = k.size(2), rows = heads / keyValueHeads * length;
        using DisposeScope scope = NewDisposeScope();

        Tensor queries = (q * (scale / softCap)).reshape(batch, keyValueHeads, rows, headDim);
        Tensor scores = queries.matmul(k.transpose(2, 3)).tanh_().view(batch, heads, length, total) * softCap;
        if (mask is not null)
        {
            scores.add_(mask);
        }

        Tensor weights = scores.softmax(-1, ScalarType.Float32).to(v.dtype).view(batch, keyValueHeads, rows, total);
        return weights.matmul(v).view(batch, heads, length, headDim).MoveToOuterDisposeScope();
    }
}
