using System;
using System.Linq;
using Solar.LayerMaps;
using Solar.Plans;
using Solar.Specs;
using Solar.Validation;

namespace Solar.Compiler.Joining;

/// <summary>A recipe as one layer map over one source.</summary>
/// <param name="Spec">Components of the source, at the source's depth.</param>
/// <param name="Source">Full name of the source.</param>
/// <param name="Map">For each target layer, the source's layer.</param>
/// <param name="Text">The recipe in canonical form.</param>
internal sealed record LoweredRecipe(DecoderSpec Spec, string Source, LayerMap Map, string Text);

/// <summary>Lowers a recipe, however nested, to one layer map, and reports ranges and drops that do not fit.</summary>
internal sealed class RecipeLowering
{
    private readonly Func<NameReference, string, (string FullName, ModelPlan Model)?> _resolve;
    private readonly Report _report;

    public RecipeLowering(Func<NameReference, string, (string FullName, ModelPlan Model)?> resolve, Report report)
    {
        _resolve = resolve;
        _report = report;
    }

    /// <summary>The map of a recipe; null (reported) where it has none.</summary>
    /// <param name="recipe">The recipe.</param>
    /// <param name="element">Path of the recipe within its declaration; empty for the whole.</param>
    public LoweredRecipe? Lower(Recipe recipe, string element) => recipe switch
    {
        SourceRecipe source => LowerSource(source, element),
        UpscaleRecipe upscale => LowerUpscale(upscale, Path(element, "upscale")),
        LayersRecipe layers => LowerLayers(layers, Path(element, "layers")),
        _ => throw new InvalidOperationException($"Recipe {recipe.GetType().Name} has no lowering."),
    };

    /// <summary>Warns where the whole recipe leaves out the source's first or last layer.</summary>
    public void CheckOuterLayers(Recipe recipe, LoweredRecipe lowered)
    {
        string element = recipe is LayersRecipe ? "layers" : "upscale";
        int last = lowered.Spec.NumHiddenLayers - 1;
        string source = Simple(lowered.Source);
        if (!lowered.Map.Layers.Contains(0))
        {
            _report(Rules.OuterLayerUnused, element, "first", source, 0, "it is the one that reads the embeddings");
        }

        if (!lowered.Map.Layers.Contains(last))
        {
            _report(Rules.OuterLayerUnused, element, "last", source, last, "the head was trained on what it writes");
        }
    }

    private LoweredRecipe? LowerSource(SourceRecipe source, string element)
    {
        if (_resolve(source.Source, element) is not { } resolved)
        {
            return null;
        }

        DecoderSpec spec = resolved.Model.Spec;
        return new LoweredRecipe(spec, resolved.FullName, LayerMap.Identity(resolved.FullName, spec.NumHiddenLayers), Simple(resolved.FullName));
    }

    private LoweredRecipe? LowerUpscale(UpscaleRecipe upscale, string element)
    {
        if (Lower(upscale.Base, element + ".base") is not { } inner)
        {
            return null;
        }

        int depth = inner.Map.Count;
        if (!DropFits(upscale.DropTop, "dropTop", "drop_top", inner, element) | !DropFits(upscale.DropBottom, "dropBottom", "drop_bottom", inner, element))
        {
            return null;
        }

        LayerMap map = inner.Map.Upscale((int)upscale.DropTop, (int)upscale.DropBottom);
        return inner with { Map = map, Text = $"Upscale({inner.Text}, dropTop: {upscale.DropTop}, dropBottom: {upscale.DropBottom})" };

        bool DropFits(long drop, string word, string key, LoweredRecipe source, string at)
        {
            if (drop >= 0 && drop < depth)
            {
                return true;
            }

            _report(Rules.DropOutOfRange, $"{at}.{key}", word, drop, depth, Simple(source.Text), depth - 1);
            return false;
        }
    }

    private LoweredRecipe? LowerLayers(LayersRecipe layers, string element)
    {
        if (Lower(layers.Base, element + ".base") is not { } inner)
        {
            return null;
        }

        if (layers.Ranges.Count == 0)
        {
            _report(Rules.MissingKey, element, "layers", "ranges");
            return null;
        }

        int depth = inner.Map.Count;
        LayerMap? map = null;
        (long Start, long End) below = (0, 0);
        for (int i = 0; i < layers.Ranges.Count; i++)
        {
            string text = layers.Ranges[i];
            string at = FormattableString.Invariant($"{element}.ranges[{i}]");
            if (!LayerRange.TryParse(text, out LayerRange range))
            {
                _report(Rules.InvalidLayerRange, at, text, depth, Simple(inner.Source), "expected a half-open range such as '0..24', '8..' or '^8..'");
                return null;
            }

            (long start, long end) = range.Resolve(depth);
            if (RangeFault(start, end, depth) is { } fault)
            {
                _report(Rules.InvalidLayerRange, at, text, depth, Simple(inner.Source), fault);
                return null;
            }

            if (map is not null && end <= below.Start)
            {
                _report(Rules.LayersRunBackwards, at, text, below.End - 1, start);
            }

            LayerMap slice = inner.Map.Slice((int)start, (int)end);
            map = map is null ? slice : map.Concat(slice);
            below = (start, end);
        }

        return inner with { Map = map!, Text = $"Layers({inner.Text}, {string.Join(", ", layers.Ranges)})" };
    }

    /// <summary>What is wrong with a range; null where nothing is.</summary>
    internal static string? RangeFault(long start, long end, int depth) => (start, end) switch
    {
        var (s, e) when s < 0 || e < 0 => "it begins before layer 0",
        var (_, e) when e > depth => $"it ends after layer {depth - 1}, the last; the end is not included, so '..{depth}' reaches it",
        var (s, e) when s == e => "it is empty; the end is not included",
        var (s, e) when s > e => $"it is reversed; '{e}..{s}' runs upwards",
        _ => null,
    };

    private static string Path(string element, string word) => element.Length == 0 ? word : element + "." + word;

    private static string Simple(string fullName) => fullName.Contains('(') ? fullName : fullName.Substring(fullName.LastIndexOf('.') + 1);
}
