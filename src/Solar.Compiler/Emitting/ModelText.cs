using System.Collections.Generic;
using System.Linq;
using Solar.LayerMaps;
using Solar.Plans;
using Solar.Specs;

namespace Solar.Compiler.Emitting;

/// <summary>What emitted files say about a model in words.</summary>
internal static class ModelText
{
    /// <summary>How many runs of layers are still listed one by one; a search over maps can have dozens.</summary>
    private const int ListedRuns = 6;

    /// <summary>How the class opens, up to its name.</summary>
    public static string Opening(Declaration declaration)
    {
        string accessibility = declaration.Shape.Accessibility;
        return (accessibility.Length == 0 ? "" : accessibility + " ") + "partial class " + Identifiers.Escape(declaration.Name.Name);
    }

    /// <summary>The first lines of a model's files: what it is, and how its layers come about.</summary>
    public static IEnumerable<string> Header(ModelPlan plan)
    {
        string name = plan.Declaration.Name.Name;
        string layers = Literals.Count(plan.Map.Count, "layer");
        if (plan.RecipeText is null)
        {
            return [$"{name} = {Family(plan.Spec)}, {layers}"];
        }

        string source = Identifiers.Simple(plan.Source!);
        return plan.Declaration.Recipe is null
            ? [$"{name} = {plan.RecipeText}", $"{layers}, tensor for tensor those of {source}"]
            : [$"{name} = {plan.RecipeText}", $"{layers} = {Runs(plan)}{Seams(plan)}"];
    }

    /// <summary>The paragraphs that hovering shows.</summary>
    public static string[] Summary(ModelPlan plan)
    {
        DecoderSpec spec = plan.Spec;
        List<string> paragraphs =
        [
            $"Causal language model of the {Family(spec)} family: {Literals.Count(spec.NumHiddenLayers, "layer")}, hidden size {spec.HiddenSize}, "
                + $"{Literals.Count(plan.ParameterCount, "parameter")}.",
        ];
        if (plan.Source is { } source)
        {
            string cref = $"<see cref=\"{Identifiers.Reference(plan.Declaration.Name, source)}\"/>";
            paragraphs.Add(plan.Declaration.Recipe is null
                ? $"Starts from the weights of {cref}, which has the same tensors."
                : $"{(plan.Map.Count > plan.SourceDepth ? "Up-scaled" : "Made")} from {cref}: {Copies(plan.Map)}{Seams(plan)}.");
        }

        if (plan.Declaration.Weights is { } weights)
        {
            string revision = weights.Revision is { } r ? $", revision {r}" : "";
            paragraphs.Add($"Weights: <c>{Literals.Xml(weights.Location + revision)}</c>.");
        }

        return [.. paragraphs];
    }

    /// <summary><c>weight [out, in]</c> and, where there is one, <c>bias [out]</c>.</summary>
    public static string LinearShape(long outFeatures, long inFeatures, bool bias) =>
        $"weight [{Literals.Plain(outFeatures)}, {Literals.Plain(inFeatures)}]{(bias ? $", bias [{Literals.Plain(outFeatures)}]" : "")}";

    /// <summary>The family's name in prose.</summary>
    public static string Family(DecoderSpec spec) => char.ToUpperInvariant(spec.Family[0]) + spec.Family.Substring(1);

    // SolarBase[0..24] + SolarBase[8..32]
    private static string Runs(ModelPlan plan)
    {
        LayerRun[] runs = [.. plan.Map.Runs()];
        string text = string.Join(" + ", runs.Take(ListedRuns).Select(run => $"{Identifiers.Simple(run.Source)}[{run.Layer}..{run.End}]"));
        return runs.Length > ListedRuns ? $"{text} + {Literals.Count(runs.Length - ListedRuns, "more run")}" : text;
    }

    // layers 0–23 copy 0–23, layers 24–47 copy 8–31
    private static string Copies(LayerMap map)
    {
        LayerRun[] runs = [.. map.Runs()];
        string text = string.Join(", ", runs.Take(ListedRuns).Select(run => run.Count == 1
            ? $"layer {run.Target} copies {run.Layer}"
            : $"layers {run.Target}–{run.Target + run.Count - 1} copy {run.Layer}–{run.End - 1}"));
        return runs.Length > ListedRuns ? $"{text}, and {Literals.Count(runs.Length - ListedRuns, "more run")}" : text;
    }

    // , seam between layers 23 and 24 (source 23 → 8)
    private static string Seams(ModelPlan plan)
    {
        LayerRun[] runs = [.. plan.Map.Runs()];
        string[] seams = [.. runs.Zip(runs.Skip(1), (lower, upper) => $"{upper.Target - 1} and {upper.Target} (source {lower.End - 1} → {upper.Layer})")];
        string more = seams.Length > ListedRuns ? $" and {seams.Length - ListedRuns} more" : "";
        return seams.Length switch
        {
            0 => "",
            1 => $", seam between layers {seams[0]}",
            _ => $", seams between layers {string.Join(", ", seams.Take(ListedRuns))}{more}",
        };
    }
}
