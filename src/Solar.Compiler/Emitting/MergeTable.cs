using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Solar.Families;
using Solar.Plans;
using Solar.Specs;

namespace Solar.Compiler.Emitting;

/// <summary>A merge in words: its first line, and what each gradient comes to, layer by layer.</summary>
internal static class MergeTable
{
    private const int MostLayers = 64;

    /// <summary>The first lines of its file.</summary>
    public static IEnumerable<string> Header(MergePlan plan)
    {
        IEnumerable<string> arguments = plan.Recipe.Inputs.Select(input => Identifiers.Simple(input.Source) + Values(plan, input.Parameters))
            .Concat(plan.Recipe.Base is { } @base ? [$"base: {Identifiers.Simple(@base)}"] : [])
            .Concat(plan.Recipe.Parameters.Where(IsPlain).Select(parameter => $"{parameter.Name}: {Number(parameter.Settings[0].Values[0])}"));
        yield return $"{plan.Declaration.Name.Name} = {Method(plan)}({string.Join(", ", arguments)})";
        foreach (string line in Gradients(plan))
        {
            yield return line;
        }
    }

    /// <summary>The method's name in C#, or that of the user's function.</summary>
    public static string Method(MergePlan plan) => plan.Declaration.Function is { } function
        ? Identifiers.Simple(function)
        : MergeVocabulary.Find(plan.Declaration.Method)!.AttributeName;

    /// <summary>For each setting that is not one number for all tensors: what it comes to, over the layers of the result or of its slice.</summary>
    public static IEnumerable<string> Gradients(MergePlan plan)
    {
        MergeRecipe recipe = plan.Recipe;
        foreach (string line in recipe.Parameters.Where(parameter => !IsPlain(parameter)).SelectMany(parameter => Lines(parameter, "", recipe)))
        {
            yield return line;
        }

        foreach (MergeRecipeInput input in recipe.Inputs)
        {
            foreach (string line in input.Parameters.Where(parameter => !IsPlain(parameter)).SelectMany(parameter => Lines(parameter, " of " + Identifiers.Simple(input.Source), recipe)))
            {
                yield return line;
            }
        }
    }

    private static IEnumerable<string> Lines(MergeParameter parameter, string owner, MergeRecipe recipe)
    {
        foreach (MergeSetting setting in parameter.Settings)
        {
            string where = setting.Filter is { } filter ? $" where the name has '{filter}'" : parameter.Settings.Count > 1 ? " elsewhere" : "";
            yield return $"{parameter.Name}{owner}{where}: {(setting.IsGradient ? Layers(setting, recipe) : Number(setting.Values[0]))}.";
        }
    }

    private static string Layers(MergeSetting setting, MergeRecipe recipe)
    {
        string ends = $"from {Number(setting.At(0))} below the layers to {Number(setting.At(1))} above them";
        if (recipe.Slices.Count > 0 || recipe.LayerCount > MostLayers)
        {
            return $"{string.Join(", ", setting.Values.Select(Number))}, spread over the layers{(recipe.Slices.Count > 0 ? " of each slice" : "")}; {ends}";
        }

        IEnumerable<string> values = Enumerable.Range(0, recipe.LayerCount)
            .Select(layer => Number(setting.At(recipe.LayerCount == 1 ? 1 : (double)layer / (recipe.LayerCount - 1))));
        return $"layer by layer {string.Join(", ", values)}; {ends}";
    }

    private static string Values(MergePlan plan, EquatableArray<MergeParameter> parameters)
    {
        string[] plain = [.. parameters.Where(IsPlain).Select(parameter => $"{parameter.Name}: {Number(parameter.Settings[0].Values[0])}")];
        return plain.Length == 0 ? "" : $" {{ {string.Join(", ", plain)} }}";
    }

    private static bool IsPlain(MergeParameter parameter) => parameter.Settings is [{ Filter: null, IsGradient: false }];

    private static string Number(double value) => value.ToString("0.####", CultureInfo.InvariantCulture);
}
