using Solar.Specs;
using Solar.Validation;

namespace Solar.Compiler.Joining;

/// <summary>A dense model as a mixture of experts.</summary>
internal static class UpcycleLowering
{
    public static LoweredRecipe? Apply(UpcycleRecipe upcycle, RecipeScope scope)
    {
        _ = upcycle;
        scope.Context.Report(Rules.RecipeDoesNotApply, scope.Element, "Upcycle", scope.Text, "it needs a Llama or Mistral");
        return null;
    }

    /// <summary>Names of a layer's tensors in the source, of those of the result.</summary>
    public static EquatableArray<string> SourceNames(EquatableArray<string> names, LoweredRecipe recipe)
    {
        _ = recipe;
        return names;
    }
}
