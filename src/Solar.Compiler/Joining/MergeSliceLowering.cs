using System;
using System.Collections.Generic;
using System.Linq;
using Solar.Families;
using Solar.LayerMaps;
using Solar.Plans;
using Solar.Specs;
using Solar.Validation;

namespace Solar.Compiler.Joining;

/// <summary>Resolves the slices of a merge to layer numbers, and reports those that do not fit (SOLAR203, 305 and 317).</summary>
internal static class MergeSliceLowering
{
    /// <summary>The slices; none where every layer is merged with those of its number; null (reported) where they do not fit.</summary>
    public static IReadOnlyList<MergeRecipeSlice>? Lower(
        MergeDeclaration merge, IReadOnlyList<MergeParent> inputs, MergeParent? @base, MergeParent type, Report report)
    {
        int depth = type.Model.Spec.NumHiddenLayers;
        if (merge.Slices.Count == 0)
        {
            return [];              // equal depths are a matter of equal tensors
        }

        var slices = new List<MergeRecipeSlice>();
        for (int i = 0; i < merge.Slices.Count; i++)
        {
            if (Lower(merge, i, inputs, @base, report) is not { } slice)
            {
                return null;
            }

            slices.Add(slice);
        }

        int count = slices.Sum(slice => slice.Count);
        if (count == depth)
        {
            return slices;
        }

        string name = type.Model.Declaration.Name.Name;
        report(Rules.MergeDepth, merge.Into is null ? merge.Method : merge.Method + ".into",
            $"the slices make {count} layers, and the result is a '{name}' of {depth}: name a model of {count} layers by into");
        return null;
    }

    /// <summary>How many models a method takes, in words.</summary>
    public static string Count(MergeMethod method) => (method.MinimumModels, method.MaximumModels) switch
    {
        (1, 1) => "exactly one model",
        (2, 2) => "exactly two models",
        (1, _) => "at least one model",
        (2, _) => "at least two models",
        _ => $"at least {method.MinimumModels} models",
    };

    private static MergeRecipeSlice? Lower(MergeDeclaration merge, int index, IReadOnlyList<MergeParent> inputs, MergeParent? @base, Report report)
    {
        MergeSlice slice = merge.Slices[index];
        string at = MergePaths.Slice(merge.Method, index);
        var sources = new List<MergeRecipeSource>();
        (string Range, string Name, int Count)? first = null;
        for (int i = 0; i < slice.Sources.Count; i++)
        {
            string range = slice.Sources[i].Range;
            if (range.Length == 0)
            {
                sources.Add(new MergeRecipeSource(-1) { Parameters = slice.Sources[i].Parameters });
                continue;
            }

            if (Resolve(range, inputs[i], MergePaths.Source(merge.Method, index, i), ref first, report) is not { } start)
            {
                return null;
            }

            sources.Add(new MergeRecipeSource(start) { Parameters = slice.Sources[i].Parameters });
        }

        int baseStart = 0;
        if (@base is not null)
        {
            if (slice.Base is not { } range)
            {
                report(Rules.MissingKey, at, "slices", "base");
                return null;
            }

            if (Resolve(range, @base, at + ".base", ref first, report) is not { } start)
            {
                return null;
            }

            baseStart = start;
        }

        int taking = sources.Count(source => source.TakesPart);
        if (MergeVocabulary.Find(merge.Method) is { } method && (taking < Math.Min(method.MinimumModels, 1) || taking > method.MaximumModels || IsTooFew(method, taking)))
        {
            report(Rules.MergeModelCount, at, merge.Method, Count(method), taking == 0 ? "none" : taking, " in this slice");
            return null;
        }

        return new MergeRecipeSlice(first!.Value.Count, sources.ToEquatableArray()) { BaseStart = baseStart, Parameters = slice.Parameters };
    }

    // Means of one are that one, and layers that only one model has are common; an arc needs two ends.
    private static bool IsTooFew(MergeMethod method, int taking) => taking == 0 || (method.MaximumModels == 2 && taking < 2);

    // The first layer of a range; all ranges of a slice are as long as the first.
    private static int? Resolve(string text, MergeParent source, string element, ref (string Range, string Name, int Count)? first, Report report)
    {
        int depth = source.Model.Spec.NumHiddenLayers;
        string name = source.FullName.Substring(source.FullName.LastIndexOf('.') + 1);
        if (!LayerRange.TryParse(text, out LayerRange range))
        {
            report(Rules.InvalidLayerRange, element, text, depth, name, "expected a half-open range such as '0..24', '8..' or '^8..'");
            return null;
        }

        (long start, long end) = range.Resolve(depth);
        if (LayerRange.Fault(start, end, depth) is { } fault)
        {
            report(Rules.InvalidLayerRange, element, text, depth, name, fault);
            return null;
        }

        int count = (int)(end - start);
        if (first is { } other && other.Count != count)
        {
            report(Rules.MergeDepth, element, $"'{text}' of '{name}' is {count} layers, and '{other.Range}' of '{other.Name}' is {other.Count}: each is merged with one of the others");
            return null;
        }

        first ??= (text, name, count);
        return (int)start;
    }
}
