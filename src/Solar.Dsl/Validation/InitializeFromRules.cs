using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Solar.Plans;
using Solar.Specs;

namespace Solar.Validation;

/// <summary>Whether a model of one class can start from the weights of another (SOLAR301 to 303).</summary>
public static class InitializeFromRules
{
    /// <summary>Compares tensor by tensor; false where the weights do not fit.</summary>
    /// <param name="name">The target's name.</param>
    /// <param name="target">The target.</param>
    /// <param name="sourceName">The source's name.</param>
    /// <param name="source">The source.</param>
    /// <param name="report">Receives what is wrong.</param>
    public static bool Check(string name, DecoderSpec target, string sourceName, DecoderSpec source, Report report)
    {
        if (Difference(target, sourceName, source) is { } difference)
        {
            report(Rules.TensorMismatch, "initialize_from", name, sourceName, difference);
            return false;
        }

        if (PositionDifference(target, source) is { } positions)
        {
            report(Rules.PositionsDiffer, "initialize_from", name, sourceName, positions);
        }

        if (target.Dtype is { } narrow && source.Dtype is { } wide && Narrowing(narrow, wide) is { } narrowing)
        {
            report(Rules.DtypeNarrows, $"{target.Family}.dtype", name, Families.Dtypes.Name(narrow), sourceName, Families.Dtypes.Name(wide), narrowing);
        }

        return true;
    }

    private static string? Difference(DecoderSpec target, string sourceName, DecoderSpec source)
    {
        if (target.NumHiddenLayers != source.NumHiddenLayers)
        {
            return $"it has {target.NumHiddenLayers} layers and '{sourceName}' has {source.NumHiddenLayers}";
        }

        if (target.TieWordEmbeddings != source.TieWordEmbeddings)
        {
            return target.TieWordEmbeddings ? "its head is tied to the embedding and the source's is not" : "the source has no head of its own, it is tied to the embedding";
        }

        // One layer stands for all where all are alike: the rest differ by their number alone.
        int depth = target.IsUniform && source.IsUniform ? 1 : target.NumHiddenLayers;
        Dictionary<string, TensorSpec> sourceTensors = TensorCatalog.Tensors(source with { NumHiddenLayers = depth }).ToDictionary(t => t.Name);
        foreach (TensorSpec tensor in TensorCatalog.Tensors(target with { NumHiddenLayers = depth }))
        {
            if (!sourceTensors.TryGetValue(tensor.Name, out TensorSpec? match))
            {
                return $"tensor '{tensor.Name}' is missing there";
            }

            if (match.Shape != tensor.Shape)
            {
                return $"tensor '{tensor.Name}' is {Shape(tensor)} here and {Shape(match)} there";
            }

            sourceTensors.Remove(tensor.Name);
        }

        return sourceTensors.Count > 0 ? $"its tensor '{sourceTensors.Keys.First()}' would not be used" : null;
    }

    /// <summary>
    /// In what the target computes otherwise than the source, within its positions; null in nothing. Heads cannot be told from shapes, and a
    /// window or another theta changes results without changing a tensor.
    /// </summary>
    public static string? PositionDifference(DecoderSpec target, DecoderSpec source)
    {
        if (target.Attention.NumAttentionHeads != source.Attention.NumAttentionHeads)
        {
            return $"num_attention_heads is {target.Attention.NumAttentionHeads} here and {source.Attention.NumAttentionHeads} there";
        }

        if (target.RotaryEmbedding is { } ours && source.RotaryEmbedding is { } theirs)
        {
            if (!ours.Theta.Equals(theirs.Theta))
            {
                return $"rope_theta is {Text(ours.Theta)} here and {Text(theirs.Theta)} there";
            }

            if (ours.Scaling != theirs.Scaling)
            {
                return "rope_scaling differs";
            }
        }

        if (target.Positions != source.Positions)
        {
            return "positions enter in another way";
        }

        int reach = target.MaxPositionEmbeddings;
        int targetWindow = target.Attention.SlidingWindow ?? int.MaxValue;
        int sourceWindow = source.Attention.SlidingWindow ?? int.MaxValue;
        return targetWindow != sourceWindow && System.Math.Min(targetWindow, sourceWindow) < reach
            ? $"the sliding window differs ({Window(target)} here, {Window(source)} there) within the {reach} positions"
            : null;
    }

    /// <summary>What is lost from a data type to another; null where nothing is.</summary>
    public static string? Narrowing(Dtype target, Dtype source) => (target, source) switch
    {
        (Dtype.Float16, Dtype.BFloat16 or Dtype.Float32) => "values above 65504 overflow",
        (Dtype.BFloat16, Dtype.Float32) => "8 bits of mantissa remain of 24",
        (Dtype.BFloat16, Dtype.Float16) => "8 bits of mantissa remain of 11",
        _ => null,
    };

    private static string Window(DecoderSpec spec) => spec.Attention.SlidingWindow?.ToString(CultureInfo.InvariantCulture) ?? "none";

    private static string Text(double number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Shape(TensorSpec tensor) => "[" + string.Join(", ", tensor.Shape) + "]";
}
