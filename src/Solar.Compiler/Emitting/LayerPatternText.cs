using System;
using System.Collections.Generic;
using System.Linq;
using Solar.Specs;

namespace Solar.Compiler.Emitting;

/// <summary>Which layers are of a kind, as a condition in C#.</summary>
internal static class LayerPatternText
{
    private const int LongestPeriod = 8;

    /// <summary>Whether layers differ in their window.</summary>
    public static bool HasWindows(DecoderSpec spec) => Used(spec).Select(kind => kind.Attention.SlidingWindow).Distinct().Count() > 1;

    /// <summary>Whether layers differ in their feed-forward block.</summary>
    public static bool HasBlocks(DecoderSpec spec) => Blocks(spec).Count > 1;

    /// <summary>The feed-forward blocks that layers have, experts first.</summary>
    public static IReadOnlyList<FeedForwardSpec> Blocks(DecoderSpec spec) =>
        [.. Used(spec).Select(kind => kind.Mlp).Distinct().OrderBy(block => block is not MixtureOfExpertsSpec)];

    /// <summary>The kinds that some layer is of.</summary>
    public static IEnumerable<LayerSpec> Used(DecoderSpec spec) =>
        spec.LayerPattern.Count == 0 ? [spec.LayerKinds[0]] : spec.LayerPattern.Distinct().OrderBy(kind => kind).Select(kind => spec.LayerKinds[kind]);

    /// <summary>The layers of which something holds, as a condition: <c>layer % 2 == 0</c>, <c>layer >= 28</c>, <c>layer is 0 or 3</c>.</summary>
    /// <param name="spec">The model.</param>
    /// <param name="holds">What holds of a kind.</param>
    /// <param name="layer">The variable.</param>
    public static string Condition(DecoderSpec spec, Func<LayerSpec, bool> holds, string layer)
    {
        bool[] of = [.. Enumerable.Range(0, spec.NumHiddenLayers).Select(i => holds(spec.LayerAt(i)))];
        int first = Array.IndexOf(of, true);
        for (int period = 2; period <= Math.Min(LongestPeriod, of.Length - 1); period++)
        {
            if (first < period && Enumerable.Range(0, of.Length).All(i => of[i] == (i % period == first)))
            {
                return $"{layer} % {period} == {first}";
            }
        }

        int last = Array.LastIndexOf(of, true);
        if (of.Skip(first).Take(last - first + 1).All(held => held) && (first == 0 || last == of.Length - 1))
        {
            return first == 0 ? $"{layer} < {last + 1}" : $"{layer} >= {first}";
        }

        return $"{layer} is " + string.Join(" or ", Enumerable.Range(0, of.Length).Where(i => of[i]));
    }

    /// <summary>The window of a layer: <c>layer % 2 == 0 ? 4096 : null</c>.</summary>
    public static string Window(DecoderSpec spec, string layer)
    {
        int?[] windows = [.. Used(spec).Select(kind => kind.Attention.SlidingWindow).Distinct().OrderByDescending(window => window)];
        string text = "";
        for (int i = 0; i < windows.Length - 1; i++)
        {
            text += $"{Condition(spec, kind => kind.Attention.SlidingWindow == windows[i], layer)} ? {Code(windows[i])} : ";
        }

        return text + Code(windows[windows.Length - 1]);
    }

    private static string Code(int? window) => window is { } size ? Literals.Code(size) : "null";
}
