using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Solar.Specs;

namespace Solar.LayerMaps;

/// <summary>How a target layer's tensors come from its source layer's.</summary>
public enum LayerInit
{
    /// <summary>Every tensor is copied, byte for byte.</summary>
    Copy,

    /// <summary>A copy with some tensors zero, so that the layer at first adds nothing to the residual stream.</summary>
    Identity,

    /// <summary>The weighted mean of several layers.</summary>
    Average,
}

/// <summary>One layer that goes into a layer of the target.</summary>
/// <param name="Source">Full name of the source declaration.</param>
/// <param name="Layer">Layer of the source, from 0.</param>
/// <param name="Weight">Its share; the shares of a target layer sum to 1.</param>
public sealed record LayerPart(string Source, int Layer, double Weight = 1)
{
    /// <summary>Tensors of the layer that count as zero, by their names within it, such as <c>mlp.down_proj.weight</c>.</summary>
    public EquatableArray<string> Zeroed { get; init; }

    /// <inheritdoc/>
    public override string ToString() =>
        (Weight.Equals(1.0) ? "" : Weight.ToString("R", CultureInfo.InvariantCulture) + " × ")
        + $"{Source}[{Layer.ToString(CultureInfo.InvariantCulture)}]"
        + (Zeroed.Count == 0 ? "" : $" with {string.Join(", ", Zeroed)} = 0");
}

/// <summary>Where one layer of the target comes from.</summary>
/// <param name="Parts">The layers that it is made of, at least one.</param>
public sealed record LayerSource(EquatableArray<LayerPart> Parts)
{
    /// <summary>A copy of one layer.</summary>
    public LayerSource(string source, int layer)
        : this(EquatableArray.Of(new LayerPart(source, layer)))
    {
    }

    /// <summary>Full name of the source declaration; of a mean, of its first part.</summary>
    public string Source => Parts[0].Source;

    /// <summary>Layer of the source, from 0; of a mean, of its first part.</summary>
    public int Layer => Parts[0].Layer;

    /// <summary>What is done to it.</summary>
    public LayerInit Init => Parts.Count > 1 ? LayerInit.Average : Parts[0].Zeroed.Count > 0 ? LayerInit.Identity : LayerInit.Copy;

    /// <summary>The weighted mean of layers; parts that are equal but for their weight become one.</summary>
    public static LayerSource Mean(params LayerPart[] parts) => new(parts
        .GroupBy(part => part with { Weight = 1 })
        .Select(same => same.Key with { Weight = same.Sum(part => part.Weight) })
        .ToEquatableArray());

    /// <summary>Copies of consecutive layers.</summary>
    /// <param name="source">Full name of the source declaration.</param>
    /// <param name="start">First layer.</param>
    /// <param name="end">Layer after the last.</param>
    public static IEnumerable<LayerSource> Range(string source, int start, int end) =>
        Enumerable.Range(start, end - start).Select(layer => new LayerSource(source, layer));

    /// <summary>The same layer with tensors set to zero.</summary>
    /// <param name="tensors">Names within the layer, such as <c>mlp.down_proj.weight</c>.</param>
    public LayerSource Zeroing(params string[] tensors) => Zeroing(tensors.ToEquatableArray());

    /// <summary>The same layer with tensors set to zero.</summary>
    public LayerSource Zeroing(EquatableArray<string> tensors) => tensors.Count == 0 ? this : Mean(
        [.. Parts.Select(part => part with { Zeroed = part.Zeroed.Concat(tensors.Where(tensor => !part.Zeroed.Contains(tensor))).ToEquatableArray() })]);

    /// <inheritdoc/>
    public override string ToString() => string.Join(" + ", Parts);
}
