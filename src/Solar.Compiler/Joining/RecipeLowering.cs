using System;
using Solar.LayerMaps;
using Solar.Plans;
using Solar.Specs;
using Solar.Validation;

namespace Solar.Compiler.Joining;

/// <summary>Lowers a recipe, however nested, to one layer map, and reports what does not fit.</summary>
internal sealed class RecipeLowering(LoweringContext context)
{
    /// <summary>The map of a recipe; null (reported) where it has none.</summary>
    /// <param name="recipe">The recipe.</param>
    /// <param name="element">Path of the recipe within its declaration; empty for the whole.</param>
    public LoweredRecipe? Lower(Recipe recipe, string element)
    {
        switch (recipe)
        {
            case SourceRecipe source:
                return LowerSource(source, element);
            case LayersRecipe layers:
                return new LayersLowering(context, this).Lower(layers, Path(element, LayersRecipe.Key));
            case DerivedRecipe derived:
                string path = Path(element, derived.Word.Key);
                return Lower(derived.Base, path + ".base") is { } inner
                    && Apply(derived, inner, path) is { } result
                    && SizeRules.CheckDepth(result.Map.Count, path, context.Report)     // before the next step doubles it again
                    ? result
                    : null;
            default:
                throw new InvalidOperationException($"Recipe {recipe.GetType().Name} has no lowering.");
        }
    }

    private LoweredRecipe? Apply(DerivedRecipe recipe, LoweredRecipe inner, string element)
    {
        var scope = new RecipeScope(context, inner, context.Text(recipe.Base), element);
        return recipe switch
        {
            UpscaleRecipe upscale => UpscaleLowering.Apply(upscale, scope),
            RepeatRecipe repeat => GrowthLowering.Apply(repeat, scope),
            StackRecipe stack => GrowthLowering.Apply(stack, scope),
            InterleaveRecipe interleave => GrowthLowering.Apply(interleave, scope),
            DropRecipe drop => GrowthLowering.Apply(drop, scope),
            InsertRecipe insert => NewLayerLowering.Apply(insert, scope),
            ExpandRecipe expand => NewLayerLowering.Apply(expand, scope),
            ResizeVocabularyRecipe resize => VocabularyLowering.Apply(resize, scope),
            UpcycleRecipe upcycle => UpcycleLowering.Apply(upcycle, scope),
            _ => throw new InvalidOperationException($"Recipe {recipe.GetType().Name} has no lowering."),
        };
    }

    private LoweredRecipe? LowerSource(SourceRecipe source, string element)
    {
        if (context.Resolve(source.Source, element) is not { } resolved)
        {
            return null;
        }

        LayerMap map = LayerMap.Identity(resolved.Name, resolved.Spec.NumHiddenLayers);
        return new LoweredRecipe(resolved.Spec, map, OutsideTensors.Of(resolved.Name), EquatableArray.Of(resolved));
    }

    private static string Path(string element, string word) => element.Length == 0 ? word : element + "." + word;
}
