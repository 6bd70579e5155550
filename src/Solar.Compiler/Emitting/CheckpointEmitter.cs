using Solar.Plans;
using Solar.Specs;

namespace Solar.Compiler.Emitting;

/// <summary>Writes <c>X.Checkpoint.g.cs</c>: stages without an emitted loop. Their weights load as their model's type.</summary>
internal static class CheckpointEmitter
{
    private static readonly string[] Usings = ["System.CodeDom.Compiler", "Solar.Runtime", "Solar.Runtime.Checkpoints"];

    public static EmittedFile Emit(StagePlan plan, EmitContext context) => SourceFile.Compose(
        plan.Declaration.Name, plan.Declaration.Shape, "Checkpoint", context, StageText.Header(plan), Usings, writer =>
        {
            writer.WriteSummary(StageText.Summary(plan, extent: ""));
            WriteOpening(writer, plan.Declaration, $"IStageDefinition<{Identifiers.Reference(plan.Declaration.Name, plan.Model)}>", context);
            using (writer.WriteBlock())
            {
                StageText.WriteDescription(writer, plan);
                writer.Line();
                WriteLoad(writer, plan.Declaration.Name, plan.Model);
            }
        });

    /// <summary>Writes <c>Load</c>, which gives the model's type.</summary>
    public static void WriteLoad(IndentedWriter writer, DeclarationName from, string modelName)
    {
        string model = Identifiers.Reference(from, modelName);
        writer.Write($"""
            /// <summary>Reads a checkpoint of <see cref="{model}"/>; every name, shape and type is checked before anything is built.</summary>
            /// <param name="directory">The folder with config.json and the safetensors files.</param>
            /// <param name="placement">Device and type of the parameters; what is left open is taken as stored.</param>
            /// <exception cref="CheckpointException">Something is missing, unexpected or of another shape or type; the message names all of it.</exception>
            public static {model} Load(string directory, Placement placement = default) => Checkpoint.Load<{model}>(directory, placement);
            """);
    }

    private static void WriteOpening(IndentedWriter writer, Declaration declaration, string contract, EmitContext context) => writer.Write($"""
        [GeneratedCode("Solar.Generators", {Literals.Code(context.Version)})]
        {ModelText.Opening(declaration)} : {contract}
        """);
}
