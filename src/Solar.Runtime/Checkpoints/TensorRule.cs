using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Solar.LayerMaps;
using Solar.Specs;

namespace Solar.Runtime.Checkpoints;

/// <summary>How a tensor is made.</summary>
public enum TensorRuleKind
{
    /// <summary>The bytes of one tensor.</summary>
    Copy,

    /// <summary>The weighted mean of several tensors of one shape.</summary>
    Mean,

    /// <summary>Zeros; the parts, if any, are what they stand in place of.</summary>
    Zeros,

    /// <summary>The rows of one tensor, and further rows by a policy, or fewer.</summary>
    Resize,

    /// <summary>Seeded random numbers.</summary>
    Normal,
}

/// <summary>A tensor of a source checkpoint.</summary>
/// <param name="Tensor">Its Hugging Face name.</param>
/// <param name="Source">Full name of the source's declaration; null where there is but one source.</param>
/// <param name="Weight">Its share of a mean.</param>
public sealed record TensorPart(string Tensor, string? Source = null, double Weight = 1);

/// <summary>From what, and how, one tensor of a checkpoint is made of tensors of others.</summary>
public sealed record TensorRule
{
    private TensorRule(TensorRuleKind kind, string target, IEnumerable<TensorPart> parts)
    {
        Kind = kind;
        Target = target;
        Parts = parts.ToEquatableArray();
    }

    /// <summary>How it is made.</summary>
    public TensorRuleKind Kind { get; }

    /// <summary>Its Hugging Face name in the checkpoint that is written.</summary>
    public string Target { get; }

    /// <summary>What it is made of.</summary>
    public EquatableArray<TensorPart> Parts { get; }

    /// <summary>Of a resized tensor: the number of rows of its source.</summary>
    public long Rows { get; private init; }

    /// <summary>Of a resized tensor: what new rows are.</summary>
    public NewTokens NewRows { get; private init; }

    /// <summary>Standard deviation of random numbers.</summary>
    public double Deviation { get; private init; }

    /// <summary>Seed of random numbers. Each tensor draws its own, whatever is drawn for others.</summary>
    public long Seed { get; private init; }

    /// <summary>A byte copy.</summary>
    /// <param name="target">Its name in the checkpoint that is written.</param>
    /// <param name="tensor">The name in the checkpoint that is read.</param>
    /// <param name="source">Full name of the source's declaration; null where there is but one source.</param>
    public static TensorRule Copy(string target, string tensor, string? source = null) =>
        new(TensorRuleKind.Copy, target, [new TensorPart(tensor, source)]);

    /// <summary>A weighted mean, summed in double precision and rounded once.</summary>
    /// <param name="target">Its name in the checkpoint that is written.</param>
    /// <param name="parts">Tensors of its shape with their shares.</param>
    public static TensorRule Mean(string target, params TensorPart[] parts) => new(TensorRuleKind.Mean, target, parts);

    /// <summary>Zeros.</summary>
    /// <param name="target">Its name in the checkpoint that is written.</param>
    /// <param name="instead">Tensors that it would else be made of: that they are not used is meant.</param>
    public static TensorRule Zeros(string target, params TensorPart[] instead) => new(TensorRuleKind.Zeros, target, instead);

    /// <summary>Another number of rows.</summary>
    /// <param name="target">Its name in the checkpoint that is written.</param>
    /// <param name="tensor">The name in the checkpoint that is read.</param>
    /// <param name="rows">Number of rows there.</param>
    /// <param name="newRows">What further rows are.</param>
    /// <param name="deviation">Standard deviation of random rows.</param>
    /// <param name="seed">Seed of random rows.</param>
    /// <param name="source">Full name of the source's declaration; null where there is but one source.</param>
    public static TensorRule Resize(
        string target, string tensor, long rows, NewTokens newRows, double deviation = 0, long seed = 0, string? source = null) =>
        new(TensorRuleKind.Resize, target, [new TensorPart(tensor, source)]) { Rows = rows, NewRows = newRows, Deviation = deviation, Seed = seed };

    /// <summary>Numbers from N(0, deviation²), the same for one name and seed on every machine of a type.</summary>
    /// <param name="target">Its name in the checkpoint that is written.</param>
    /// <param name="deviation">Their standard deviation.</param>
    /// <param name="seed">Their seed.</param>
    public static TensorRule Normal(string target, double deviation, long seed) =>
        new(TensorRuleKind.Normal, target, []) { Deviation = deviation, Seed = seed };

    /// <summary>A tensor of a layer, made of the layers that the layer starts from.</summary>
    /// <param name="layer">What the layer starts from.</param>
    /// <param name="stack">Name of the list of layers, such as <c>model.layers</c>.</param>
    /// <param name="index">The layer's number in the checkpoint that is written.</param>
    /// <param name="tensor">The tensor's name within the layer, such as <c>mlp.down_proj.weight</c>.</param>
    /// <param name="of">Its name within the source's layer; null for the same.</param>
    public static TensorRule OfLayer(LayerSource layer, string stack, int index, string tensor, string? of = null)
    {
        ArgumentNullException.ThrowIfNull(layer);
        string target = Name(stack, index, tensor);
        string name = of ?? tensor;
        TensorPart[] parts = [.. layer.Parts.Select(part => new TensorPart(Name(stack, part.Layer, name), part.Source, part.Weight))];
        TensorPart[] used = [.. parts.Where((_, i) => !layer.Parts[i].Zeroed.Contains(name))];
        return used switch
        {
            [] => Zeros(target, parts),
            [{ Weight: 1 } single] when parts.Length == 1 => Copy(target, single.Tensor, single.Source),
            _ => Mean(target, used),
        };
    }

    private static string Name(string stack, int layer, string tensor) => $"{stack}.{layer.ToString(CultureInfo.InvariantCulture)}.{tensor}";

    /// <summary>The rule in one line, such as <c>lm_head.weight = B:lm_head.weight</c>.</summary>
    public override string ToString() => $"{Target} = " + Kind switch
    {
        TensorRuleKind.Zeros => "0",
        TensorRuleKind.Normal => FormattableString.Invariant($"N(0, {Deviation}²), seed {Seed}"),
        TensorRuleKind.Resize => FormattableString.Invariant($"{Text(Parts[0])}, {Rows} rows, then {NewRows}"),
        _ => string.Join(" + ", Parts.Select(Text)),
    };

    private static string Text(TensorPart part) =>
        (part.Weight.Equals(1.0) ? "" : part.Weight.ToString("R", CultureInfo.InvariantCulture) + " × ")
        + (part.Source is null ? part.Tensor : part.Source + ":" + part.Tensor);
}
