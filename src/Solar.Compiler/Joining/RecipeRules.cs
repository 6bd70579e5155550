using System.Linq;
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

    private static bool Uses(LoweredRecipe lowered, string source, int layer) =>
        lowered.Map.Entries.Any(entry => entry.Parts.Any(part => part.Source == source && part.Layer == layer));
}
