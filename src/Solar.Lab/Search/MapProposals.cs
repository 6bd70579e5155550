using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Solar.Lab.Inspection;
using Solar.LayerMaps;
using Solar.Specs;

namespace Solar.Lab.Search;

/// <summary>
/// The layer maps that lead from one depth to another: SOLAR's drops in every division between the two copies, blocks that run several times, layers
/// that run twice in their places, whole stacks, LLaMA Pro's new layers, and, downwards, blocks that are left out (Gromov et al. 2024). Equal maps
/// stand there once, under the first of their recipes.
/// </summary>
public static class MapProposals
{
    /// <summary>So many times the base's depth is the most that is proposed.</summary>
    public const int GreatestGrowth = 8;

    // A block more often than this is a few layers over and over.
    private const int MostTimes = 4;

    /// <summary>The maps, in an order that depends on nothing else.</summary>
    /// <param name="distances">What the base's layers do to calibration texts.</param>
    /// <param name="layers">The wanted depth.</param>
    /// <exception cref="ArgumentOutOfRangeException">The depth is the base's own, less than one layer, or more than <see cref="GreatestGrowth"/> times the base's.</exception>
    public static IReadOnlyList<ProposedMap> Of(AngularDistances distances, int layers)
    {
        ArgumentNullException.ThrowIfNull(distances);
        int depth = distances.LayerCount;
        if (layers < 1 || layers == depth || layers > (long)depth * GreatestGrowth)
        {
            throw new ArgumentOutOfRangeException(
                nameof(layers), layers, $"From {depth} layers, maps lead to 1 to {depth - 1} and to {depth + 1} to {depth * GreatestGrowth} layers, not to {layers}.");
        }

        LayerMap map = LayerMap.Identity(ProposedMap.BaseName, depth);
        IEnumerable<ProposedMap> all = layers < depth
            ? Drops(map, depth - layers)
            : [.. Upscales(map, layers), .. Repeats(map, distances, layers - depth), .. Interleaves(map, distances, layers - depth),
                .. Inserts(map, distances, layers - depth), .. Expands(map, layers - depth)];
        return [.. all.DistinctBy(proposal => proposal.Map).Select(proposal => proposal with { BlockDistance = Distance(proposal.Map, distances, layers - depth) })];
    }

    /// <summary>Whether a map leads from one depth to another that can be ranked: not to all do, such as from 5 layers to 16.</summary>
    /// <param name="depth">The base's depth.</param>
    /// <param name="layers">The wanted depth.</param>
    public static bool Reach(int depth, int layers) => layers >= 1 && layers != depth && layers <= (long)depth * GreatestGrowth
        && Of(AngularDistances.Unmeasured(depth), layers).Any(proposal => !proposal.IsIdentity);

    /// <summary>The depths nearest to one that no map leads to: below and above it, where there are such.</summary>
    /// <param name="depth">The base's depth.</param>
    /// <param name="layers">The wanted depth.</param>
    public static IReadOnlyList<int> Nearest(int depth, int layers)
    {
        int most = depth * GreatestGrowth;
        int below = Enumerable.Range(1, Math.Clamp(layers - 1, 0, most)).Reverse().FirstOrDefault(other => Reach(depth, other));
        int above = Enumerable.Range(Math.Max(1, layers + 1), Math.Max(0, most - Math.Max(0, layers))).FirstOrDefault(other => Reach(depth, other));
        return [.. new[] { below, above }.Where(other => other > 0)];
    }

    private static IEnumerable<ProposedMap> Upscales(LayerMap map, int layers)
    {
        int depth = map.Count;
        if (layers % depth == 0)
        {
            yield return new ProposedMap(new StackRecipe(ProposedMap.Base, layers / depth), map.Stack(layers / depth));
        }

        // As few copies as will do: with more, nearly all of each would be dropped. What is dropped at a seam is the same at each, both sides together.
        int least = Math.Max(2, (layers + depth - 1) / depth), copies = ((least * depth) - layers) % (least - 1) == 0 ? least : least + 1;
        int drop = ((copies * depth) - layers) / (copies - 1);

        // A copy between two seams keeps a layer at least.
        bool fits = ((copies * depth) - layers) % (copies - 1) == 0 && drop > 0 && (copies == 2 ? drop <= 2 * (depth - 1) : drop < depth);
        for (int top = Math.Max(0, drop - depth + 1); fits && top <= Math.Min(drop, depth - 1); top++)
        {
            yield return new ProposedMap(
                new UpscaleRecipe(ProposedMap.Base, top, drop - top) { Copies = copies == 2 ? null : copies }, map.Upscale(top, drop - top, copies));
        }
    }

    // A block once more is an up-scaling with drops of that sum, which is there already; more often, the block that turns least and the middle one.
    private static IEnumerable<ProposedMap> Repeats(LayerMap map, AngularDistances distances, int more)
    {
        for (int times = 1; times <= MostTimes; times++)
        {
            int block = more / times;
            if (more % times != 0 || block < 1 || block > map.Count)
            {
                continue;
            }

            foreach (int start in new[] { distances.Least(block), (map.Count - block) / 2 })
            {
                yield return new ProposedMap(
                    new RepeatRecipe(ProposedMap.Base, Range(start, block)) { Times = times == 1 ? null : times }, map.Repeat(start, start + block, times));
            }
        }
    }

    // Layers of a range in their places: at the bottom, in the middle, at the top, and where single layers turn least.
    private static IEnumerable<ProposedMap> Interleaves(LayerMap map, AngularDistances distances, int more)
    {
        for (int copies = 2; copies <= GreatestGrowth; copies++)
        {
            int block = more / (copies - 1), last = map.Count - block;
            if (more % (copies - 1) != 0 || block < 1 || last < 0)
            {
                continue;
            }

            int least = Enumerable.Range(0, last + 1).MinBy(start => Enumerable.Range(start, block).Sum(layer => distances[layer, 1]));
            foreach (int start in new[] { 0, last / 2, last, least }.Distinct())
            {
                var recipe = new InterleaveRecipe(ProposedMap.Base) { Range = block == map.Count ? null : Range(start, block), Copies = copies == 2 ? null : copies };
                yield return new ProposedMap(recipe, map.Interleave(start, start + block, copies));
            }
        }
    }

    // A layer again above itself: spread evenly, and the layers that turn least each.
    private static IEnumerable<ProposedMap> Inserts(LayerMap map, AngularDistances distances, int more)
    {
        if (more > map.Count)
        {
            yield break;
        }

        int[] least = [.. Enumerable.Range(0, map.Count).OrderBy(layer => distances[layer, 1]).Take(more).Select(layer => layer + 1).Order()];
        yield return Insert(map, Even(map.Count, more), "copy");
        yield return Insert(map, least, "copy");
    }

    // LLaMA Pro's groups where several divide the depth; else new layers as evenly.
    private static IEnumerable<ProposedMap> Expands(LayerMap map, int more)
    {
        int every = Enumerable.Range(1, map.Count).FirstOrDefault(size => size < map.Count && map.Count % size == 0 && more * size % map.Count == 0 && more * size / map.Count <= size);
        if (every > 0)
        {
            int add = more * every / map.Count;
            yield return new ProposedMap(new ExpandRecipe(ProposedMap.Base, every) { Add = add == 1 ? null : add }, map.Expand(every, add, Zeroed));
        }
        else if (more <= map.Count)
        {
            yield return Insert(map, Even(map.Count, more), "identity");
        }
    }

    private static IEnumerable<ProposedMap> Drops(LayerMap map, int less) => Enumerable.Range(0, map.Count - less + 1).Select(start => new ProposedMap(
        new DropRecipe(ProposedMap.Base, EquatableArray.Of(Range(start, less))),
        new LayerMap(map.Entries.Take(start).Concat(map.Entries.Skip(start + less)).ToEquatableArray())));

    private static ProposedMap Insert(LayerMap map, int[] places, string init) => new(
        new InsertRecipe(ProposedMap.Base, places.Select(place => place.ToString(CultureInfo.InvariantCulture)).ToEquatableArray(), init),
        map.Insert(places, place => init == "identity" ? map.Entries[place - 1].Zeroing(Zeroed) : map.Entries[place - 1]));

    // Which tensors they are the compiler knows of each family; that there are some says what the layer is.
    private static EquatableArray<string> Zeroed { get; } = EquatableArray.Of("output projections");

    private static int[] Even(int depth, int places) => [.. Enumerable.Range(1, places).Select(place => place * depth / places)];

    private static string Range(int start, int count) => string.Create(CultureInfo.InvariantCulture, $"{start}..{start + count}");

    // Two runs that overlap, or leave out, by as many layers as there are more, or less, are one block twice, or left out.
    private static double? Distance(LayerMap map, AngularDistances distances, int more)
    {
        LayerRun[] runs = [.. map.Runs()];
        (int first, int end) = runs switch
        {
            [{ Entry: null } only] when more < 0 => only.Layer > 0 ? (0, only.Layer) : (only.End, distances.LayerCount),
            [{ Entry: null } lower, { Entry: null } upper] => more < 0 ? (lower.End, upper.Layer) : (upper.Layer, lower.End),
            _ => (0, 0),
        };
        return end - first == Math.Abs(more) ? distances[first, end - first] : null;
    }
}
