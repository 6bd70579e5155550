using System.Collections.Generic;
using System.Linq;
using Solar.Plans;
using Solar.Specs;

namespace Solar.Compiler.Emitting;

/// <summary>What emitted files say about a stage.</summary>
internal static class StageText
{
    /// <summary>The first lines of its file.</summary>
    public static IEnumerable<string> Header(StagePlan plan)
    {
        IEnumerable<string> arguments = new[] { plan.Start }.Concat(plan.Datasets).Select(Identifiers.Simple);
        return [$"{plan.Declaration.Name.Name} = {plan.Declaration.Kind}({string.Join(", ", arguments)})"];
    }

    /// <summary>The paragraphs that hovering shows.</summary>
    /// <param name="plan">The stage.</param>
    /// <param name="extent">How long it trains; empty where that is not said.</param>
    public static string[] Summary(StagePlan plan, string extent)
    {
        DeclarationName from = plan.Declaration.Name;
        string what = plan.Declaration.Kind switch
        {
            StageKind.Pretrain => "Continued pretraining",
            StageKind.InstructionTune => "Instruction tuning",
            _ => "Alignment",
        };
        string data = And([.. plan.Datasets.Select(dataset => See(from, dataset))]);
        string first = $"{what} of {See(from, plan.Start)} on {data}{(extent.Length == 0 ? "" : ": " + extent)}.";
        return plan.Model == plan.Start ? [first] : [first, $"Its weights load as {See(from, plan.Model)}."];
    }

    /// <summary>Writes <c>Stage</c>: what was declared, as data.</summary>
    public static void WriteDescription(IndentedWriter writer, StagePlan plan)
    {
        string evaluation = plan.EvalDatasets.Count == 0 ? "" : $"\n    EvalData = [{Descriptions(plan, plan.EvalDatasets)}],";
        string keptOut = plan.EvaluationSets.Count == 0 ? "" : $"\n    Decontaminate = [{Descriptions(plan, plan.EvaluationSets)}],";
        writer.Write($$"""
            /// <summary>What was declared of this stage.</summary>
            public static StageDescription Stage { get; } = new()
            {
                Name = {{Literals.Code(plan.Declaration.Name.FullName)}},
                Canonical = {{Literals.Code(ResolvedText.Of(plan))}},
                Model = {{Literals.Code(plan.Model)}},
                Start = {{Literals.Code(plan.Start)}},
                Data = [{{Descriptions(plan, plan.Datasets)}}],{{evaluation}}{{keptOut}}
            };
            """);
    }

    private static string Descriptions(StagePlan plan, IEnumerable<string> datasets) =>
        string.Join(", ", datasets.Select(dataset => Identifiers.Reference(plan.Declaration.Name, dataset) + ".Description"));

    /// <summary>A reference in documentation.</summary>
    public static string See(DeclarationName from, string fullName) => $"<see cref=\"{Identifiers.Reference(from, fullName)}\"/>";

    /// <summary><c>a, b and c</c>.</summary>
    public static string And(IReadOnlyList<string> items) => items.Count < 2
        ? string.Concat(items)
        : string.Join(", ", items.Take(items.Count - 1)) + " and " + items[items.Count - 1];
}
