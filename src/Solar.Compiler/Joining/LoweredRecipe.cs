using System.Linq;
using Solar.LayerMaps;
using Solar.Plans;
using Solar.Specs;

namespace Solar.Compiler.Joining;

/// <summary>A recipe as one layer map, and what stands around the layers.</summary>
/// <param name="Spec">Components of the result, at the map's depth.</param>
/// <param name="Map">For each layer, what it starts from.</param>
/// <param name="Outside">Where what stands around the layers comes from.</param>
/// <param name="Sources">Everything that was named.</param>
internal sealed record LoweredRecipe(DecoderSpec Spec, LayerMap Map, OutsideTensors Outside, EquatableArray<ModelSource> Sources)
{
    /// <summary>How dense blocks become experts; null where they stay as they are.</summary>
    public Upcycling? Upcycling { get; init; }

    /// <summary>The sources of which anything is used, in the order in which they were named.</summary>
    public EquatableArray<ModelSource> UsedSources => Sources.Where(source =>
        source.Name == Outside.Embeddings.Source || source.Name == Outside.Norm || source.Name == Outside.Head.Source
        || Map.Entries.Any(entry => entry.Parts.Any(part => part.Source == source.Name))).ToEquatableArray();

    /// <summary>The same model with other layers.</summary>
    public LoweredRecipe With(LayerMap map) => this with { Map = map, Spec = Depths.Of(Spec, map, Sources) };
}
