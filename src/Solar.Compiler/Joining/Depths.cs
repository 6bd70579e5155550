using System.Collections.Generic;
using System.Linq;
using Solar.LayerMaps;
using Solar.Plans;
using Solar.Specs;

namespace Solar.Compiler.Joining;

/// <summary>Components at another depth.</summary>
internal static class Depths
{
    /// <summary>A model of a map's layers. What belongs to a layer, such as its window, goes with the layer; a kind that the model does not know becomes its first.</summary>
    /// <param name="spec">The model.</param>
    /// <param name="map">The map that it gets.</param>
    /// <param name="sources">Of which the map speaks.</param>
    public static DecoderSpec Of(DecoderSpec spec, LayerMap map, IReadOnlyCollection<ModelSource> sources)
    {
        Dictionary<string, DecoderSpec> specs = sources.ToDictionary(source => source.Name, source => source.Spec);
        LayerSpec first = spec.LayerAt(0);
        return spec.WithLayers([.. map.Entries.Select(entry =>
        {
            // An upcycled layer has its source's attention and its own experts.
            LayerSpec layer = specs[entry.Source].LayerAt(entry.Layer);
            LayerSpec upcycled = layer with { Mlp = first.Mlp };
            return spec.LayerKinds.Contains(layer) ? layer : spec.LayerKinds.Contains(upcycled) ? upcycled : first;
        })]);
    }
}
