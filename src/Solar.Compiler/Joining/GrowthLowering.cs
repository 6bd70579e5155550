using System;
using System.Collections.Generic;
using System.Linq;
using Solar.LayerMaps;
using Solar.Specs;
using Solar.Validation;

namespace Solar.Compiler.Joining;

/// <summary>Recipes that take layers as they are: repeated, stacked, interleaved, left out.</summary>
internal static class GrowthLowering
{
    public static LoweredRecipe? Apply(RepeatRecipe repeat, RecipeScope scope)
    {
        long times = repeat.Times ?? 1;
        if (scope.Range(repeat.Range, "range") is not { } range
            || !scope.IsAtLeast(times, 1, "times", "times")
            || scope.IsTooDeep(scope.Depth + ((double)times * (range.End - range.Start)), "times", "times", times))
        {
            return null;
        }

        return scope.Inner.With(scope.Inner.Map.Repeat(range.Start, range.End, (int)times));
    }

    public static LoweredRecipe? Apply(StackRecipe stack, RecipeScope scope) =>
        scope.IsAtLeast(stack.Copies, 2, "copies", "copies") && !scope.IsTooDeep((double)stack.Copies * scope.Depth, "copies", "copies", stack.Copies)
            ? scope.Inner.With(scope.Inner.Map.Stack((int)stack.Copies))
            : null;

    public static LoweredRecipe? Apply(InterleaveRecipe interleave, RecipeScope scope)
    {
        long copies = interleave.Copies ?? 2;
        (int Start, int End)? range = interleave.Range is { } text ? scope.Range(text, "range") : (0, scope.Depth);
        return range is { } layers
            && scope.IsAtLeast(copies, 2, "copies", "copies")
            && !scope.IsTooDeep((double)copies * scope.Depth, "copies", "copies", copies)
            ? scope.Inner.With(scope.Inner.Map.Interleave(layers.Start, layers.End, (int)copies))
            : null;
    }

    public static LoweredRecipe? Apply(DropRecipe drop, RecipeScope scope)
    {
        var dropped = new HashSet<int>();
        for (int i = 0; i < drop.Ranges.Count; i++)
        {
            if (scope.Range(drop.Ranges[i], FormattableString.Invariant($"ranges[{i}]")) is not { } range)
            {
                return null;
            }

            dropped.UnionWith(Enumerable.Range(range.Start, range.End - range.Start));
            if (dropped.Count == scope.Depth)
            {
                scope.Report(
                    Rules.InvalidLayerRange, FormattableString.Invariant($"ranges[{i}]"), drop.Ranges[i], scope.Depth, scope.Text, "nothing would be left");
                return null;
            }
        }

        LayerMap map = scope.Inner.Map;
        return scope.Inner.With(new LayerMap(map.Entries.Where((_, layer) => !dropped.Contains(layer)).ToEquatableArray()));
    }
}
