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

        return plan.Declaration.Recipe is null
            ? [$"{name} = {plan.RecipeText}", $"{layers}, tensor for tensor those of {Identifiers.Simple(plan.Source!)}"]
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
        if (plan.Sources.Count > 0)
        {
            string crefs = StageText.And(
                [.. plan.Sources.Select(source => $"<see cref=\"{Identifiers.Reference(plan.Declaration.Name, source.Name)}\"/>")]);
            string verb = plan.SourceDepth > 0 && plan.Map.Count > plan.SourceDepth ? "Up-scaled" : "Made";
            paragraphs.Add(plan.Declaration.Recipe is null
                ? $"Starts from the weights of {crefs}, which has the same tensors."
                : $"{verb} from {crefs}: {Copies(plan)}{Seams(plan)}.");
            if (Around(plan) is { } around)
            {
                paragraphs.Add(around);
            }
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
    public static string Family(DecoderSpec spec) => Families.Family.Find(spec.Family)?.Title ?? spec.Family;

    // SolarBase[0..24] + SolarBase[8..32]; identity SolarBase[3]; mean of SolarBase[3], SolarBase[4]
    private static string Runs(ModelPlan plan)
    {
        LayerRun[] runs = [.. plan.Map.Runs()];
        string text = string.Join(" + ", runs.Take(ListedRuns).Select(run => run.Entry is { } entry
            ? $"{Word(entry)} {Parts(entry, part => $"{Identifiers.Simple(part.Source)}[{part.Layer}]")}"
            : $"{Identifiers.Simple(run.Source)}[{run.Layer}..{run.End}]"));
        return runs.Length > ListedRuns ? $"{text} + {Literals.Count(runs.Length - ListedRuns, "more run")}" : text;
    }

    // layers 0–23 copy 0–23, layers 24–47 copy 8–31; layer 4 is an identity copy of 3; layer 4 is the mean of 3 and 4
    private static string Copies(ModelPlan plan)
    {
        LayerRun[] runs = [.. plan.Map.Runs()];
        string text = string.Join(", ", runs.Take(ListedRuns).Select(run => run switch
        {
            { Entry: { Init: LayerInit.Identity } entry } => $"layer {run.Target} is an identity copy of {Parts(entry, Layer)}",
            { Entry: { } entry } => $"layer {run.Target} is the mean of {Parts(entry, Layer)}",
            { Count: 1 } => $"layer {run.Target} copies {run.Layer}{Of(run.Source)}",
            _ => $"layers {run.Target}–{run.Target + run.Count - 1} copy {run.Layer}–{run.End - 1}{Of(run.Source)}",
        }));
        return runs.Length > ListedRuns ? $"{text}, and {Literals.Count(runs.Length - ListedRuns, "more run")}" : text;

        string Layer(LayerPart part) => Literals.Plain(part.Layer) + Of(part.Source);
        string Of(string source) => plan.Sources.Count > 1 ? " of " + Identifiers.Simple(source) : "";
    }

    // Equal shares need no numbers.
    private static string Parts(LayerSource entry, System.Func<LayerPart, string> name)
    {
        bool isEven = entry.Parts.All(part => part.Weight.Equals(entry.Parts[0].Weight));
        return StageText.And([.. entry.Parts.Select(part => (isEven ? "" : $"{part.Weight.ToString("0.###", System.Globalization.CultureInfo.InvariantCulture)} × ") + name(part))]);
    }

    private static string Word(LayerSource entry) => entry.Init == LayerInit.Identity ? "identity" : "mean of";

    // What is not to be seen in the layers: whose embeddings, norm and head, and another number of tokens.
    private static string? Around(ModelPlan plan)
    {
        OutsideTensors outside = plan.Outside!;
        string donors = plan.Sources.Count > 1
            ? $"Embeddings of {Identifiers.Simple(outside.Embeddings.Source)}, norm of {Identifiers.Simple(outside.Norm)}, "
                + (plan.Spec.TieWordEmbeddings ? "the head is the embedding." : $"head of {Identifiers.Simple(outside.Head.Source)}.")
            : "";
        string tokens = outside.Embeddings.Resize is { } resize
            ? resize.NewRows == NewTokens.Truncate
                ? $"The first {Literals.Doc(plan.Spec.VocabSize)} of {Literals.Doc(resize.Rows)} tokens."
                : $"{Literals.Doc(plan.Spec.VocabSize)} tokens instead of {Literals.Doc(resize.Rows)}; new rows are {NewRows(resize.NewRows)}."
            : "";
        string experts = plan.Upcycling is { } upcycling ? $"Each of {upcycling.Experts} experts starts from the dense block; routers are random (seed {upcycling.Seed})." : "";
        string text = string.Join(" ", new[] { donors, tokens, experts }.Where(part => part.Length > 0));
        return text.Length == 0 ? null : text;
    }

    private static string NewRows(NewTokens rows) => rows switch
    {
        NewTokens.Mean => "the mean of the old ones",
        NewTokens.Zero => "zero",
        _ => "random",
    };

    // , seam between layers 23 and 24 (source 23 → 8)
    private static string Seams(ModelPlan plan)
    {
        LayerRun[] runs = [.. plan.Map.Runs()];
        string[] seams =
        [
            .. runs.Zip(runs.Skip(1), (lower, upper) => (lower, upper)).Where(pair => IsSeam(pair.lower, pair.upper))
                .Select(pair => $"{pair.upper.Target - 1} and {pair.upper.Target} (source {pair.lower.End - 1} → {pair.upper.Layer})"),
        ];
        string more = seams.Length > ListedRuns ? $" and {seams.Length - ListedRuns} more" : "";
        return seams.Length switch
        {
            0 => "",
            1 => $", seam between layers {seams[0]}",
            _ => $", seams between layers {string.Join(", ", seams.Take(ListedRuns))}{more}",
        };
    }

    // An identity layer passes on what it gets, and a mean of neighbours stands between them: neither is a jump.
    private static bool IsSeam(LayerRun lower, LayerRun upper) => lower.Entry is null && upper.Entry is null;
}
