using System;
using System.Collections.Generic;
using System.Linq;
using Solar.Specs;

namespace Solar.LayerMaps;

/// <summary>For each layer of the target, bottom first, what it starts from. The whole meaning of a recipe.</summary>
/// <param name="Entries">One entry a target layer.</param>
public sealed record LayerMap(EquatableArray<LayerSource> Entries)
{
    /// <summary>Number of target layers.</summary>
    public int Count => Entries.Count;

    /// <summary>Whether every layer is a copy of a layer of one and the same source, so that numbers alone say everything.</summary>
    public bool IsPlain => Entries.All(entry => entry.Init == LayerInit.Copy && entry.Source == Entries[0].Source);

    /// <summary>The layer numbers alone; they say everything where the map is plain.</summary>
    public IEnumerable<int> Layers => Entries.Select(entry => entry.Layer);

    /// <summary>All layers of one model in order.</summary>
    public static LayerMap Identity(string source, int depth) => Of(LayerSource.Range(source, 0, depth));

    /// <summary>The layers from <paramref name="start"/> up to, not including, <paramref name="end"/>.</summary>
    public LayerMap Slice(int start, int end) => Of(Entries.Skip(start).Take(end - start));

    /// <summary>This map with <paramref name="upper"/> on top.</summary>
    public LayerMap Concat(LayerMap upper) => Of(Entries.Concat(upper.Entries));

    /// <summary>
    /// Depth up-scaling: copies of this map on each other, each but the uppermost without its last <paramref name="dropTop"/> layers, each
    /// but the lowest without its first <paramref name="dropBottom"/>.
    /// </summary>
    public LayerMap Upscale(int dropTop, int dropBottom, int copies = 2) => Of(Enumerable.Range(0, copies).SelectMany(copy =>
        Slice(copy == 0 ? 0 : dropBottom, copy == copies - 1 ? Count : Count - dropTop).Entries));

    /// <summary>The block from <paramref name="start"/> up to <paramref name="end"/> so many times more, in its place.</summary>
    public LayerMap Repeat(int start, int end, int times = 1) => Of(
        Entries.Take(end).Concat(Enumerable.Repeat(Slice(start, end).Entries, times).SelectMany(block => block)).Concat(Entries.Skip(end)));

    /// <summary>Whole copies on each other.</summary>
    public LayerMap Stack(int copies) => Of(Enumerable.Repeat(Entries, copies).SelectMany(copy => copy));

    /// <summary>Each layer from <paramref name="start"/> up to <paramref name="end"/> so often in its place.</summary>
    public LayerMap Interleave(int start, int end, int copies = 2) =>
        Of(Entries.SelectMany((entry, layer) => Enumerable.Repeat(entry, layer >= start && layer < end ? copies : 1)));

    /// <summary>New layers, each below the layer of this map that it is put at; <see cref="Count"/> is the top.</summary>
    /// <param name="places">Where new layers are put.</param>
    /// <param name="layer">The new layer of a place.</param>
    public LayerMap Insert(IEnumerable<int> places, Func<int, LayerSource> layer)
    {
        ILookup<int, int> at = places.ToLookup(place => place);
        return Of(Enumerable.Range(0, Count + 1).SelectMany(place => at[place].Select(layer).Concat(Entries.Skip(place).Take(1))));
    }

    /// <summary>Behind each group of layers its last ones once more, with tensors set to zero (LLaMA Pro, section 3).</summary>
    /// <param name="every">Layers of a group; divides the depth.</param>
    /// <param name="add">New layers behind each group.</param>
    /// <param name="zeroed">Tensors of a new layer that are zero.</param>
    public LayerMap Expand(int every, int add, EquatableArray<string> zeroed) => Of(Enumerable.Range(0, Count / every).SelectMany(group =>
        Slice(group * every, (group + 1) * every).Entries
            .Concat(Slice(((group + 1) * every) - add, (group + 1) * every).Entries.Select(entry => entry.Zeroing(zeroed)))));

    /// <summary>The mean of two neighbours, from <paramref name="place"/> - 1 and <paramref name="place"/>.</summary>
    public LayerSource MeanAt(int place) => LayerSource.Mean(
        [.. Entries.Skip(place - 1).Take(2).SelectMany(entry => entry.Parts).Select(part => part with { Weight = part.Weight / 2 })]);

    /// <summary>This map over another: what this one calls a layer is the other's entry of that number.</summary>
    /// <remarks>A nested recipe is the outer map over the inner one.</remarks>
    public LayerMap Over(LayerMap inner) => Of(Entries.Select(entry => LayerSource.Mean(
        [.. entry.Parts.SelectMany(part => inner.Entries[part.Layer].Zeroing(part.Zeroed).Parts.Select(below => below with { Weight = part.Weight * below.Weight }))])));

    /// <summary>The runs of consecutive layers of one source that the map consists of; a layer that is no mere copy is a run of its own.</summary>
    public IEnumerable<LayerRun> Runs()
    {
        int start = 0;
        for (int i = 1; i <= Count; i++)
        {
            if (i < Count
                && Entries[i].Init == LayerInit.Copy && Entries[i - 1].Init == LayerInit.Copy
                && Entries[i].Source == Entries[start].Source && Entries[i].Layer == Entries[i - 1].Layer + 1)
            {
                continue;
            }

            yield return new LayerRun(start, Entries[start].Source, Entries[start].Layer, i - start)
            {
                Entry = Entries[start].Init == LayerInit.Copy ? null : Entries[start],
            };
            start = i;
        }
    }

    private static LayerMap Of(IEnumerable<LayerSource> entries) => new(entries.ToEquatableArray());
}

/// <summary>Consecutive layers of one source at consecutive places of the target.</summary>
/// <param name="Target">First target layer.</param>
/// <param name="Source">Full name of the source declaration.</param>
/// <param name="Layer">First source layer.</param>
/// <param name="Count">How many.</param>
public readonly record struct LayerRun(int Target, string Source, int Layer, int Count)
{
    /// <summary>Source layer after the last.</summary>
    public int End => Layer + Count;

    /// <summary>The layer itself, where it is no mere copy; the run is then of one layer.</summary>
    public LayerSource? Entry { get; init; }
}
