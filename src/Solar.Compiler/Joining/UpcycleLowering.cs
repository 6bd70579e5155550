using System.Collections.Generic;
using System.Linq;
using Solar.Families;
using Solar.Plans;
using Solar.Specs;
using Solar.Validation;

namespace Solar.Compiler.Joining;

/// <summary>
/// A dense model as a mixture of experts (sparse upcycling): each expert starts from the dense block, and the router from random numbers. With
/// equal experts and weights that sum to one the result at first computes what the dense model does.
/// </summary>
internal static class UpcycleLowering
{
    public static LoweredRecipe? Apply(UpcycleRecipe upcycle, RecipeScope scope)
    {
        LoweredRecipe inner = scope.Inner;
        long perToken = upcycle.ExpertsPerToken ?? 2;
        if (!scope.IsAtLeast(upcycle.Experts, 2, "experts", "experts", 1024)
            || !scope.IsAtLeast(perToken, 1, "experts_per_token", "expertsPerToken", upcycle.Experts))
        {
            return null;
        }

        if (inner.Upcycling is not null || inner.Spec.Family is not ("llama" or "mistral"))
        {
            Refuse(scope, $"it is a {inner.Spec.Family}; a Mixtral can be made of a Llama or Mistral");
            return null;
        }

        Family mixtral = Family.Find("mixtral")!;
        if (inner.Spec.RotaryEmbedding?.Scaling is not null)
        {
            Refuse(scope, "it stretches its rotary wavelengths, for which a Mixtral has no key");
            return null;
        }

        DecoderSpec spec = mixtral.Lower(Values(inner.Spec, mixtral, upcycle.Experts, perToken));
        if (Difference(spec, inner.Spec) is { } difference)
        {
            Refuse(scope, difference);
            return null;
        }

        LoweredRecipe result = inner with { Spec = spec, Upcycling = new Upcycling((int)upcycle.Experts, upcycle.Seed ?? 0) };
        return result.With(inner.Map);
    }

    /// <summary>Names of a layer's tensors in the source, of those of the result.</summary>
    public static EquatableArray<string> SourceNames(EquatableArray<string> names, LoweredRecipe recipe) => recipe.Upcycling is null
        ? names
        : names.Select(name => UpcyclingNames.Source(recipe.Spec.Layout, recipe.Sources[0].Spec.Layout, name)).OfType<string>().Distinct().ToEquatableArray();

    // What both families know is taken over in force, so that a default of one does not become that of the other.
    private static ConfigValues Values(DecoderSpec dense, Family mixtral, long experts, long perToken)
    {
        Family family = Family.Find(dense.Family)!;
        var values = new List<KeyValuePair<string, ConfigValue>>();
        foreach (ConfigKey key in mixtral.Vocabulary.Keys)
        {
            if (family.Vocabulary.Find(key.Name) is { } known && family.InForce(dense, known) is { } value)
            {
                values.Add(new KeyValuePair<string, ConfigValue>(key.Name, value));
            }
        }

        (string expertsKey, string perTokenKey) = mixtral.ExpertKeys!.Value;
        values.Add(new KeyValuePair<string, ConfigValue>(expertsKey, ConfigValue.Of(experts)));
        values.Add(new KeyValuePair<string, ConfigValue>(perTokenKey, ConfigValue.Of(perToken)));
        return mixtral.Normalize(ConfigValues.From(values));
    }

    // Biases, for example, have no place in a Mixtral.
    private static string? Difference(DecoderSpec spec, DecoderSpec dense)
    {
        Dictionary<string, TensorSpec> sources = TensorCatalog.LayerTensors(dense).ToDictionary(tensor => tensor.Name);
        var used = new HashSet<string>();
        foreach (TensorSpec tensor in TensorCatalog.LayerTensors(spec))
        {
            if (UpcyclingNames.Source(spec.Layout, dense.Layout, tensor.Name) is not { } name)
            {
                continue;
            }

            if (!sources.TryGetValue(name, out TensorSpec? source) || source.Shape != tensor.Shape)
            {
                return $"'{tensor.Name}' of a Mixtral has no forerunner in it";
            }

            used.Add(name);
        }

        return sources.Keys.FirstOrDefault(name => !used.Contains(name)) is { } left ? $"a Mixtral has no place for its '{left}'" : null;
    }

    private static void Refuse(RecipeScope scope, string reason) =>
        scope.Context.Report(Rules.RecipeDoesNotApply, scope.Element, "Upcycle", scope.Text, reason);
}
