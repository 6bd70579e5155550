using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Solar.LayerMaps;
using Solar.Specs;
using Solar.Validation;

namespace Solar.Compiler.Joining;

/// <summary>Recipes that make new layers: inserted between others, or identity blocks behind groups.</summary>
internal static class NewLayerLowering
{
    // LLaMA Pro's prefix put eight new layers below 32: all of them in what is then the lowest part.
    private const int PrefixShare = 8;

    public static LoweredRecipe? Apply(InsertRecipe insert, RecipeScope scope)
    {
        EquatableArray<string> zeroed = default;
        if (insert.Init == "identity")
        {
            if (Zeroed(insert.Zero, scope) is not { } names)
            {
                return null;
            }

            zeroed = names;
        }

        bool isMean = insert.Init == "average";
        var places = new List<int>();
        for (int i = 0; i < insert.At.Count; i++)
        {
            string key = insert.At.Count == 1 ? "at" : FormattableString.Invariant($"at[{i}]");
            if (Places(insert.At[i], isMean, key, scope) is not { } some || (isMean && !CanMean(some, key, scope)))
            {
                return null;
            }

            places.AddRange(some);
        }

        LayerMap map = scope.Inner.Map;
        if (places.Max() <= scope.Depth / PrefixShare)
        {
            scope.Report(Rules.PrefixOnlyInsertion, "at", scope.Depth / PrefixShare, scope.Depth);
        }

        return scope.Inner.With(map.Insert(places, place => isMean ? map.MeanAt(place) : map.Entries[Math.Max(0, place - 1)].Zeroing(zeroed)));
    }

    public static LoweredRecipe? Apply(ExpandRecipe expand, RecipeScope scope)
    {
        long add = expand.Add ?? 1;
        if (!scope.IsAtLeast(expand.Every, 1, "every", "every")
            || !scope.IsAtLeast(add, 1, "add", "add", expand.Every)
            || Zeroed(expand.Zero, scope) is not { } zeroed)
        {
            return null;
        }

        if (scope.Depth % expand.Every != 0)
        {
            string divisors = string.Join(", ", Enumerable.Range(1, scope.Depth).Where(size => scope.Depth % size == 0));
            scope.Report(Rules.GroupsDoNotDivide, "every", expand.Every, scope.Depth, scope.Text, divisors);
            return null;
        }

        return scope.Inner.With(scope.Inner.Map.Expand((int)expand.Every, (int)add, zeroed));
    }

    // Names of the result's tensors become those of the source, of which the map speaks.
    private static EquatableArray<string>? Zeroed(EquatableArray<string> written, RecipeScope scope) =>
        ZeroRules.Resolve(written, scope.Inner.Spec, scope.Text, scope.Element, scope.Context.Report) is { } names
            ? UpcycleLowering.SourceNames(names, scope.Inner)
            : null;

    private static bool CanMean(List<int> places, string key, RecipeScope scope)
    {
        LayerMap map = scope.Inner.Map;
        foreach (int place in places.Where(place => map.Entries[place - 1] == map.Entries[place]))
        {
            LayerSource layer = map.Entries[place];
            scope.Report(Rules.BlendOfOneLayer, key, place, $"{LoweringContext.Simple(layer.Source)}[{layer.Layer}]");
            return false;
        }

        return true;
    }

    // A layer by its number, from the end, or each of a range. A mean needs a layer on both sides.
    private static List<int>? Places(string text, bool isMean, string key, RecipeScope scope)
    {
        int depth = scope.Depth;
        string trimmed = text.Trim();
        bool fromEnd = trimmed.StartsWith("^", StringComparison.Ordinal);
        (long Start, long End)? range =
            long.TryParse(fromEnd ? trimmed.Substring(1) : trimmed, NumberStyles.None, CultureInfo.InvariantCulture, out long number)
                ? (fromEnd ? depth - number : number, (fromEnd ? depth - number : number) + 1)
                : LayerRange.TryParse(trimmed, out LayerRange layers) ? layers.Resolve(depth) : null;
        (int least, int greatest) = isMean ? (1, depth - 1) : (0, depth);
        string? fault = range switch
        {
            null => "expected a layer such as '16', '^4' or '8..24'",
            var (start, end) when start >= end => "it is empty; the end is not included",
            var (start, end) when start < least || end - 1 > greatest => isMean
                ? $"a mean needs a layer on both sides, and has one at {least} to {greatest}"
                : $"expected {least} (below the first) to {greatest} (on top)",
            _ => null,
        };
        if (fault is not null)
        {
            scope.Report(Rules.InvalidPlace, key, text, depth, scope.Text, fault);
            return null;
        }

        return [.. Enumerable.Range((int)range!.Value.Start, (int)(range.Value.End - range.Value.Start))];
    }
}
