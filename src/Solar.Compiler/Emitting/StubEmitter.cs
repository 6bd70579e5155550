using System.Collections.Generic;
using Solar.Specs;

namespace Solar.Compiler.Emitting;

/// <summary>
/// Writes <c>X.Stub.g.cs</c> for a declaration with an error: a class with the members that others name, each of which throws.
/// The program then has the one error that matters, and not fifty that follow from it.
/// </summary>
internal static class StubEmitter
{
    private static readonly string[] Usings =
    [
        "System", "System.CodeDom.Compiler", "System.Collections.Generic", "System.Threading", "System.Threading.Tasks",
        "Solar.LayerMaps", "Solar.Runtime", "Solar.Runtime.Checkpoints", "Solar.Runtime.Layers", "Solar.Runtime.Training",
        "TorchSharp.Modules", "static TorchSharp.torch", "static TorchSharp.torch.nn",
    ];

    public static EmittedFile Emit(ReadDeclaration broken, EmitContext context, string? model) => SourceFile.Compose(
        broken.Name, broken.Shape, "Stub", context,
        [$"The declaration of {broken.Name.Name} has an error. This stands in for it, so that the error is reported once."],
        UsingsOf(Kind(broken)), writer => Write(writer, broken, context, model));

    private static void Write(IndentedWriter writer, ReadDeclaration broken, EmitContext context, string? model)
    {
        string name = Identifiers.Escape(broken.Name.Name);
        string? type = model is null ? null : Identifiers.Reference(broken.Name, model);
        string opening = broken.Shape.StubOpening
            ?? (broken.Shape.Accessibility.Length == 0 ? "" : broken.Shape.Accessibility + " ") + "partial class " + name;

        writer.Write($"""
            /// <summary>Stands in for <c>{broken.Name.FullName}</c>, whose declaration has an error. Every member throws.</summary>
            [GeneratedCode("Solar.Generators", {Literals.Code(context.Version)})]
            {opening}{Contracts(broken, name, type)}
            """);
        using (writer.WriteBlock())
        {
            string message = Literals.Code($"The declaration of {broken.Name.FullName} has an error; the compiler names it.");
            writer.Write($"private static InvalidOperationException Broken => new({message});\n");
            writer.Write(Kind(broken) switch
            {
                ModelDeclaration => ModelStub.Members(name),
                StageDeclaration stage => CheckpointStub.Stage(type) + "\n\n" + CheckpointStub.Training(stage.Kind),
                MergeDeclaration => CheckpointStub.Merge(type),
                DatasetDeclaration => CheckpointStub.Dataset,
                _ => BareStub.Members(isStatic: opening.Contains("static ")),
            });
        }
    }

    // A class that cannot be extended as it should gets what every class can have, whatever it was to be.
    private static Declaration? Kind(ReadDeclaration broken) => broken.Shape.StubOpening is null ? broken.Declaration : null;

    private static string Contracts(ReadDeclaration broken, string name, string? type) => (Kind(broken), type) switch
    {
        (ModelDeclaration, _) => $" : Module<Tensor, Tensor>, ICausalLanguageModel, IModelDefinition<{name}>",
        (StageDeclaration stage, { }) => $" : I{stage.Kind}Definition<{type}>",
        (MergeDeclaration, { }) => $" : IMergeDefinition<{type}>",
        _ => "",
    };

    // Only what is used: a global using of the user's must not make a name ambiguous that the file does not have.
    private static IEnumerable<string> UsingsOf(Declaration? declaration) => declaration switch
    {
        ModelDeclaration => Usings,
        StageDeclaration =>
            ["System", "System.CodeDom.Compiler", "System.Threading", "System.Threading.Tasks", "Solar.Runtime", "Solar.Runtime.Training"],
        MergeDeclaration => ["System", "System.CodeDom.Compiler", "System.Threading.Tasks", "Solar.Runtime", "Solar.Runtime.Checkpoints.Merging"],
        null => ["System", "System.CodeDom.Compiler", "System.Threading", "System.Threading.Tasks", "Solar.Runtime"],
        _ => ["System", "System.CodeDom.Compiler", "Solar.Runtime"],
    };
}
