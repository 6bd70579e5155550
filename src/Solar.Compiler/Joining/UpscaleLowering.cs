using System;
using System.Collections.Generic;
using System.Linq;
using Solar.Specs;
using Solar.Validation;

namespace Solar.Compiler.Joining;

/// <summary>
/// Depth up-scaling: c copies of n layers, each seam without t last and b first layers, give s = c·n − (c − 1)·(t + b). Of s, t and b what
/// is not written follows; where nothing whole follows, both mends are offered.
/// </summary>
internal static class UpscaleLowering
{
    public static LoweredRecipe? Apply(UpscaleRecipe upscale, RecipeScope scope)
    {
        long copies = upscale.Copies ?? 2;
        if (!scope.IsAtLeast(copies, 2, "copies", "copies")
            || scope.IsTooDeep((double)copies * scope.Depth, "copies", "copies", copies)
            || Drops(upscale, copies, scope) is not { } drops
            || !Fits(drops.Top, "dropTop", "drop_top", upscale, scope) | !Fits(drops.Bottom, "dropBottom", "drop_bottom", upscale, scope))
        {
            return null;
        }

        // A copy in the middle loses both.
        if (copies > 2 && drops.Top + drops.Bottom >= scope.Depth)
        {
            string key = upscale.DropBottom is null ? "target_layers" : "drop_bottom";
            scope.Report(
                Rules.DropOutOfRange, key, $"dropTop {drops.Top} with dropBottom", drops.Bottom, scope.Depth, scope.Text, scope.Depth - 1 - drops.Top);
            return null;
        }

        return scope.Inner.With(scope.Inner.Map.Upscale((int)drops.Top, (int)drops.Bottom, (int)copies));
    }

    private static bool Fits(long drop, string word, string key, UpscaleRecipe upscale, RecipeScope scope)
    {
        if (drop >= 0 && drop < scope.Depth)
        {
            return true;
        }

        bool isWritten = (key == "drop_top" ? upscale.DropTop : upscale.DropBottom) is not null;
        scope.Report(Rules.DropOutOfRange, isWritten ? key : "target_layers", word, drop, scope.Depth, scope.Text, scope.Depth - 1);
        return false;
    }

    private static (long Top, long Bottom)? Drops(UpscaleRecipe upscale, long copies, RecipeScope scope)
    {
        if (upscale.TargetLayers is not { } target)
        {
            return (upscale.DropTop ?? 0, upscale.DropBottom ?? 0);
        }

        // What all seams lose together, and what one loses.
        long all = (copies * scope.Depth) - target;
        long seams = copies - 1;
        if (target < 1 || all < 0)
        {
            Refuse(upscale, scope, copies, target, all < 0
                ? $"without any drop they are {copies * scope.Depth}; write more copies"
                : "a model has at least one layer");
            return null;
        }

        (long? top, long? bottom) = (upscale.DropTop, upscale.DropBottom);
        if (top is { } t && bottom is { } b)
        {
            if ((t + b) * seams == all)
            {
                return (t, b);
            }

            Refuse(upscale, scope, copies, target, $"dropTop {t} and dropBottom {b} give {(copies * scope.Depth) - (seams * (t + b))}; write that, or {Equal(scope, copies, target)}");
            return null;
        }

        bool isWhole = all % seams == 0;
        if (isWhole && (top ?? bottom) is { } one)
        {
            return top is null ? ((all / seams) - one, one) : (one, (all / seams) - one);
        }

        if (isWhole && all / seams % 2 == 0)
        {
            return (all / seams / 2, all / seams / 2);
        }

        Refuse(upscale, scope, copies, target, $"a seam cannot lose equal drops; write {Equal(scope, copies, target)}{(isWhole ? Unequal(all / seams) : "")}");
        return null;
    }

    // The two depths nearest to the wanted one that equal drops give, or the wanted one itself.
    private static string Equal(RecipeScope scope, long copies, long target)
    {
        long step = 2 * (copies - 1);
        long all = (copies * scope.Depth) - target;
        if (all % step == 0)
        {
            return $"dropTop: {all / step}, dropBottom: {all / step}";
        }

        long less = all / step;         // the smaller drop, the greater depth
        string greater = $"targetLayers: {(copies * scope.Depth) - (step * less)} (dropTop and dropBottom {less})";
        long smaller = (copies * scope.Depth) - (step * (less + 1));
        return smaller < 1 ? greater : $"{greater} or targetLayers: {smaller} (dropTop and dropBottom {less + 1})";
    }

    private static string Unequal(long seam) => FormattableString.Invariant($", or unequal drops: dropTop: {(seam / 2) + 1}, dropBottom: {seam / 2}");

    // What an editor offers: the depths that go with the drops, and where drops are written, those that go with the depth.
    private static IEnumerable<Mend> Mends(UpscaleRecipe upscale, RecipeScope scope, long copies, long target)
    {
        long step = 2 * (copies - 1), all = (copies * scope.Depth) - target;
        bool isWhole = all >= 0 && target >= 1 && all % step == 0;
        long[] depths = upscale is { DropTop: { } top, DropBottom: { } bottom }
            ? [(copies * scope.Depth) - ((copies - 1) * (top + bottom))]
            : isWhole || all < 0 ? [] : [(copies * scope.Depth) - (step * (all / step)), (copies * scope.Depth) - (step * ((all / step) + 1))];
        foreach (long depth in depths.Where(depth => depth >= 1 && depth != target))
        {
            yield return Mend.Replace($"Make {depth} layers", $"{scope.Element}.target_layers", Mend.Number(depth));
        }

        if (isWhole && upscale is { DropTop: not null, DropBottom: not null } && all / step < scope.Depth)
        {
            string drop = Mend.Number(all / step);
            yield return new Mend(
                $"Drop {drop} layers at each side of a seam, which makes {target}",
                EquatableArray.Of(new MendEdit($"{scope.Element}.drop_top", drop), new MendEdit($"{scope.Element}.drop_bottom", drop)));
        }
    }

    private static void Refuse(UpscaleRecipe upscale, RecipeScope scope, long copies, long target, string mend) => scope.Report(
        Rules.InconsistentUpscale, "target_layers",
        [copies, scope.Depth, scope.Text, target, mend, .. Mends(upscale, scope, copies, target)]);
}
