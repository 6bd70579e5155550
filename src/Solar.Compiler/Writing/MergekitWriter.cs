using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using Solar.Families;
using Solar.LayerMaps;
using Solar.Plans;
using Solar.Specs;

namespace Solar.Compiler.Writing;

/// <summary>A recipe as mergekit's YAML, or why mergekit cannot express it.</summary>
/// <param name="Yaml">The file; null where there is none.</param>
/// <param name="Refusal">Why there is none.</param>
public sealed record MergekitFile(string? Yaml, string? Refusal);

/// <summary>Writes models and merges as mergekit's YAML, in which the same result can be made with mergekit.</summary>
/// <remarks>What mergekit would silently make something else of is refused: layers of one model that are merged with each other, own functions, policies.</remarks>
public static class MergekitWriter
{
    /// <summary>A model that is layers of others.</summary>
    /// <param name="plan">The model.</param>
    /// <param name="location">What mergekit calls a source: a folder, or org/name.</param>
    public static MergekitFile Write(ModelPlan plan, Func<string, string> location)
    {
        if (Fault(plan) is { } fault)
        {
            return Refuse(fault);
        }

        var yaml = new StringBuilder("merge_method: passthrough\nslices:\n");
        foreach (LayerRun run in plan.Map.Runs())
        {
            yaml.Append(Line($"  - sources: [{{ model: {Text(location(run.Source))}, layer_range: [{run.Layer}, {run.End}] }}]"));
        }

        return new MergekitFile(yaml.Append(Dtype(plan.Spec.Dtype)).ToString(), null);
    }

    /// <summary>A merge.</summary>
    /// <param name="plan">The merge.</param>
    /// <param name="location">What mergekit calls a source: a folder, or org/name.</param>
    public static MergekitFile Write(MergePlan plan, Func<string, string> location)
    {
        MergeRecipe recipe = plan.Recipe;
        if (Fault(recipe) is { } fault)
        {
            return Refuse(fault);
        }

        var yaml = new StringBuilder(Line($"merge_method: {recipe.Method}"));
        string? @base = recipe.Base ?? (recipe.Method is "slerp" or "nearswap" ? recipe.Inputs[0].Source : null);
        yaml.Append(recipe.Slices.Count == 0 ? Models(recipe, location) : Slices(recipe, location));
        yaml.Append(@base is null ? "" : Line($"base_model: {Text(location(@base))}"));
        yaml.Append(Parameters(recipe.Method, recipe.Parameters) is { } parameters ? Line($"parameters: {parameters}") : "");
        yaml.Append(recipe.TokenizerSource is { } tokenizer ? Line($"tokenizer_source: {Text(location(tokenizer))}") : "");
        return new MergekitFile(yaml.Append(Dtype(recipe.Dtype)).ToString(), null);
    }

    // mergekit stacks copies of layers, with what lies below the first slice's and above the last slice's.
    private static string? Fault(ModelPlan plan)
    {
        if (plan.Outside is not { } outside || plan.Map.Count == 0)
        {
            return "it is made from no other model";
        }

        if (plan.Declaration.InitializeFrom is not null)
        {
            return "it is another class than its source, and mergekit keeps the source's";
        }

        if (plan.Upcycling is not null)
        {
            return "its feed-forward blocks become experts";
        }

        if (plan.Map.Entries.Any(entry => entry.Init != LayerInit.Copy))
        {
            return "some of its layers are no copies";
        }

        if (outside.Embeddings.Resize is not null || outside.Head.Resize is not null)
        {
            return "it has another number of tokens than its source";
        }

        LayerRun[] runs = [.. plan.Map.Runs()];
        string last = runs[runs.Length - 1].Source;
        return outside.Embeddings.Source == runs[0].Source && outside.Norm == last && outside.Head.Source == last
            ? null
            : "its embeddings, norm or head are not those of its first and last layers";
    }

    private static string? Fault(MergeRecipe recipe)
    {
        if (recipe.Function is not null)
        {
            return "its method is a function of the program's";
        }

        if (recipe.Vocabulary != VocabularyPolicy.Same)
        {
            return "mergekit has no policy for vocabularies that differ";
        }

        if (recipe.Slices.Count == 0 && recipe.Inputs.GroupBy(input => input.Source).Any(same => same.Count() > 1))
        {
            return "a model is merged twice, and mergekit keeps the last of them";
        }

        foreach (MergeRecipeSlice slice in recipe.Slices)
        {
            IEnumerable<string> taking = recipe.Inputs.Where((_, i) => slice.Sources[i].TakesPart).Select(input => input.Source);
            if (taking.GroupBy(source => source).Any(same => same.Count() > 1))
            {
                return "layers of one model are merged with each other, and mergekit keeps the last of them";
            }

            if (recipe.Base is { } @base && taking.Contains(@base))
            {
                return "the base model is merged, too, and mergekit keeps one of them";
            }
        }

        return null;
    }

    private static string Models(MergeRecipe recipe, Func<string, string> location)
    {
        var yaml = new StringBuilder("models:\n");
        foreach (MergeRecipeInput input in recipe.Inputs)
        {
            yaml.Append(Line($"  - {{ model: {Text(location(input.Source))}{After(Parameters(recipe.Method, Required(recipe, input)))} }}"));
        }

        return yaml.ToString();
    }

    private static string Slices(MergeRecipe recipe, Func<string, string> location)
    {
        var yaml = new StringBuilder("slices:\n");
        foreach (MergeRecipeSlice slice in recipe.Slices)
        {
            yaml.Append("  - sources:\n");
            for (int i = 0; i < recipe.Inputs.Count; i++)
            {
                if (slice.Sources[i].TakesPart)
                {
                    MergeParameter[] own = [.. slice.Sources[i].Parameters, .. Required(recipe, recipe.Inputs[i])
                        .Where(parameter => slice.Sources[i].Parameters.Concat(slice.Parameters).All(other => other.Name != parameter.Name))];
                    yaml.Append(Source(location(recipe.Inputs[i].Source), slice.Sources[i].Start, slice.Count, After(Parameters(recipe.Method, own))));
                }
            }

            yaml.Append(recipe.Base is { } @base ? Source(location(@base), slice.BaseStart, slice.Count, "") : "");
            yaml.Append(Parameters(recipe.Method, slice.Parameters) is { } parameters ? Line($"    parameters: {parameters}") : "");
        }

        return yaml.ToString();
    }

    // mergekit wants weights written where Solar has a default.
    private static IReadOnlyList<MergeParameter> Required(MergeRecipe recipe, MergeRecipeInput input)
    {
        bool isUnset = recipe.FindMethod()!.Find("weight") is not null && input.Parameters.Concat(recipe.Parameters).All(parameter => parameter.Name != "weight");
        return isUnset ? [.. input.Parameters, new MergeParameter("weight", new MergeSetting(null, 1))] : [.. input.Parameters];
    }

    private static string Source(string model, int start, int count, string parameters) =>
        Line($"      - {{ model: {Text(model)}, layer_range: [{start}, {start + count}]{parameters} }}");

    private static string After(string? parameters) => parameters is null ? "" : ", parameters: " + parameters;

    private static string? Parameters(string method, IEnumerable<MergeParameter> parameters)
    {
        string[] all = [.. parameters.Select(parameter => $"{parameter.Name}: {Settings(method, parameter)}")];
        return all.Length == 0 ? null : $"{{ {string.Join(", ", all)} }}";
    }

    private static string Settings(string method, MergeParameter parameter) => parameter.Settings is [{ Filter: null } only]
        ? Values(method, parameter.Name, only)
        : $"[{string.Join(", ", parameter.Settings.Select(setting =>
            $"{{ {(setting.Filter is { } filter ? $"filter: {Text(filter)}, " : "")}value: {Values(method, parameter.Name, setting)} }}"))}]";

    private static string Values(string method, string name, MergeSetting setting)
    {
        bool isFlag = MergeVocabulary.Find(method)?.Find(name)?.Key.Kind == ConfigKind.Boolean;
        string[] values = [.. setting.Values.Select(value => isFlag ? (value != 0 ? "true" : "false") : ConfigValue.Of(value).Canonical)];
        return values.Length == 1 ? values[0] : $"[{string.Join(", ", values)}]";
    }

    private static string Dtype(Dtype? dtype) => dtype is { } written ? Line($"dtype: {written.Name()}") : "";

    private static string Text(string text) => text.All(c => char.IsLetterOrDigit(c) || c is '/' or '-' or '_' or '.') && text.Length > 0 ? text : Json.Quote(text);

    private static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture) + "\n";

    private static MergekitFile Refuse(string why) => new(null, why);
}
