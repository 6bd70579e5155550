using System.Collections.Generic;
using Solar.LayerMaps;
using Solar.Plans;
using Solar.Specs;

namespace Solar.Compiler.Joining;

/// <summary>Components at another depth.</summary>
internal static class Depths
{
    /// <summary>A model with as many layers as a map has.</summary>
    /// <param name="spec">The model.</param>
    /// <param name="map">The map that it gets.</param>
    /// <param name="sources">Of which the map speaks.</param>
    public static DecoderSpec Of(DecoderSpec spec, LayerMap map, IReadOnlyCollection<ModelSource> sources)
    {
        _ = sources;
        return spec with
        {
            NumHiddenLayers = map.Count,
            Config = spec.Config.With("num_hidden_layers", ConfigValue.Of((long)map.Count)),
        };
    }
}
