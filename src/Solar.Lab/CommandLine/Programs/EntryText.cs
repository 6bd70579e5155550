using System.Linq;
using Solar.Families;
using Solar.Lab.CommandLine.Output;
using Solar.Plans;
using Solar.Specs;

namespace Solar.Lab.CommandLine.Programs;

/// <summary>What a declaration is, in a few words and figures.</summary>
internal static class EntryText
{
    /// <summary>Its recipe, its family, or what it does to what.</summary>
    public static string What(ProgramEntry entry) => entry switch
    {
        { Merge: { } merge } => $"{merge.Recipe.Method}({string.Join(", ", merge.Recipe.Sources.Select(Shown.Name))})",
        { Stage: { } stage } => $"{Kind(stage.Declaration.Kind)}({Shown.Name(stage.Start)}) on {string.Join(", ", stage.Datasets.Select(Shown.Name))}",
        { Dataset: { } data } => $"{data.Declaration.Kind} {data.Declaration.Path}",
        { Model: { } model } => model.RecipeText ?? model.Spec.Family,
        _ => "",
    };

    /// <summary>How it is made, in one word or its recipe.</summary>
    public static string Kind(ProgramEntry entry) => entry switch
    {
        { Merge: { } merge } => merge.Recipe.Method,
        { Stage: { } stage } => Kind(stage.Declaration.Kind),
        { Model: { } model } => model.RecipeText ?? model.Spec.Family,
        _ => entry.Kind,
    };

    /// <summary>The declared data type; bfloat16, in which models are published, where none is declared.</summary>
    public static string Dtype(ModelPlan model) => (model.Spec.Dtype ?? Solar.Dtype.BFloat16).Name();

    /// <summary>Bytes of all tensors.</summary>
    public static long Bytes(ModelPlan model) => model.ParameterCount * (model.Spec.Dtype == Solar.Dtype.Float32 ? 4 : 2);

    private static string Kind(StageKind kind) => kind switch
    {
        StageKind.Pretrain => "pretrain",
        StageKind.InstructionTune => "instruction_tune",
        _ => "align_tune",
    };
}
