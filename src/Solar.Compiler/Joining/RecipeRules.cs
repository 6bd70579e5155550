using System.Linq;
using Solar.Families;
using Solar.LayerMaps;
using Solar.Plans;
using Solar.Specs;
using Solar.Validation;

namespace Solar.Compiler.Joining;

/// <summary>Rules of a recipe as a whole.</summary>
internal static class RecipeRules
{
    /// <summary>Warns where the layer that reads the embeddings is not used, or the one that the head was trained on.</summary>
    public static void CheckOuterLayers(Recipe recipe, LoweredRecipe lowered, LoweringContext context)
    {
        string element = recipe is DerivedRecipe derived ? derived.Word.Key : LayersRecipe.Key;
        ModelSource bottom = lowered.Sources.First(source => source.Name == lowered.Outside.Embeddings.Source);
        if (!Uses(lowered, bottom.Name, 0))
        {
            context.Report(Rules.OuterLayerUnused, element, "first", LoweringContext.Simple(bottom.Name), 0, "it is the one that reads the embeddings");
        }

        ModelSource top = lowered.Sources.First(source => source.Name == lowered.Outside.Head.Source);
        int last = top.Spec.NumHiddenLayers - 1;
        if (!Uses(lowered, top.Name, last))
        {
            context.Report(Rules.OuterLayerUnused, element, "last", LoweringContext.Simple(top.Name), last, "the head was trained on what it writes");
        }
    }

    /// <summary>
    /// Warns where layers come to places at which older versions of transformers give them another window: a window goes with its layer here,
    /// and there with the place, unless config.json's <c>layer_types</c> are read.
    /// </summary>
    public static void CheckWindows(Recipe recipe, LoweredRecipe lowered, LoweringContext context)
    {
        if (Family.Find(lowered.Spec.Family) is not { } family
            || family.FirstLayerAgainstRule(lowered.Spec) is not { } layer
            || lowered.UsedSources.Any(source => source.Spec.Family == lowered.Spec.Family && family.FirstLayerAgainstRule(source.Spec) is not null))
        {
            return;                 // what a source says already is nothing that this recipe brings
        }

        string element = recipe is DerivedRecipe derived ? derived.Word.Key : LayersRecipe.Key;
        LayerSource from = lowered.Map.Entries[layer];
        bool slides = lowered.Spec.LayerAt(layer).Attention.SlidingWindow is not null;
        context.Report(
            Rules.WindowsAgainstRule, element, layer, from.Layer, LoweringContext.Simple(from.Source),
            slides ? "has the window" : "sees all positions", slides ? "without one" : "with the window",
            family.HasWindowsOnTop ? "let the layers with the window be the top ones" : "let even and odd layers take turns");
    }

    private static bool Uses(LoweredRecipe lowered, string source, int layer) =>
        lowered.Map.Entries.Any(entry => entry.Parts.Any(part => part.Source == source && part.Layer == layer));
}
