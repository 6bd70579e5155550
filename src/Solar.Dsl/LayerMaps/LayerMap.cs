using System.Collections.Generic;
using System.Linq;
using Solar.Specs;

namespace Solar.LayerMaps;

/// <summary>How a target layer's tensors come from its source layer's.</summary>
public enum LayerInit
{
    /// <summary>Every tensor is copied, byte for byte.</summary>
    Copy,
}

/// <summary>Where one layer of the target comes from.</summary>
/// <param name="Source">Full name of the source declaration.</param>
/// <param name="Layer">Layer of the source, from 0.</param>
/// <param name="Init">What is done to it.</param>
public readonly record struct LayerSource(string Source, int Layer, LayerInit Init = LayerInit.Copy);

/// <summary>For each layer of the target, bottom first, the layer that it starts from. The whole meaning of a recipe.</summary>
/// <param name="Entries">One entry a target layer.</param>
public sealed record LayerMap(EquatableArray<LayerSource> Entries)
{
    /// <summary>Number of target layers.</summary>
    public int Count => Entries.Count;

    /// <summary>All layers of one model in order.</summary>
    public static LayerMap Identity(string source, int depth) =>
        new(Enumerable.Range(0, depth).Select(layer => new LayerSource(source, layer)).ToEquatableArray());

    /// <summary>The layers from <paramref name="start"/> up to, not including, <paramref name="end"/>.</summary>
    public LayerMap Slice(int start, int end) => new(Entries.Skip(start).Take(end - start).ToEquatableArray());

    /// <summary>This map with <paramref name="upper"/> on top.</summary>
    public LayerMap Concat(LayerMap upper) => new(Entries.Concat(upper.Entries).ToEquatableArray());

    /// <summary>Depth up-scaling: this map without its last <paramref name="dropTop"/>, below this map without its first <paramref name="dropBottom"/>.</summary>
    public LayerMap Upscale(int dropTop, int dropBottom) => Slice(0, Count - dropTop).Concat(Slice(dropBottom, Count));

    /// <summary>The layer numbers alone; meaningful where there is one source.</summary>
    public IEnumerable<int> Layers => Entries.Select(entry => entry.Layer);

    /// <summary>The runs of consecutive layers of one source that the map consists of.</summary>
    public IEnumerable<LayerRun> Runs()
    {
        int start = 0;
        for (int i = 1; i <= Count; i++)
        {
            if (i < Count && Entries[i].Source == Entries[start].Source && Entries[i].Layer == Entries[i - 1].Layer + 1)
            {
                continue;
            }

            yield return new LayerRun(start, Entries[start].Source, Entries[start].Layer, i - start);
            start = i;
        }
    }
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
}
