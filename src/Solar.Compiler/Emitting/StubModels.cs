using System.Linq;
using Solar.Compiler.Joining;
using Solar.Specs;
using Solar.Validation;

namespace Solar.Compiler.Emitting;

/// <summary>Finds the model of a broken stage or merge, so that its stub is typed and calls on it mean what they say.</summary>
public static class StubModels
{
    // A chain of broken stages is followed this far; longer ones, or cycles, get an untyped stub.
    private const int MaximumChain = 16;

    /// <summary>Full name of the model, or null where it cannot be told, or may not be named.</summary>
    public static string? Find(ReadDeclaration broken, JoinedProgram program)
    {
        string? name = Follow(broken, program);
        DeclarationShape? shape = name is null
            ? null
            : program.FindModel(name)?.Declaration.Shape ?? program.Broken.FirstOrDefault(other => other.Name.FullName == name)?.Shape;
        return shape is not null && AccessibilityRules.MayName(broken.Shape, shape) ? name : null;
    }

    private static string? Follow(ReadDeclaration broken, JoinedProgram program)
    {
        Declaration? declaration = broken.Declaration;
        for (int i = 0; i < MaximumChain && Start(declaration) is { } reference; i++)
        {
            string[] candidates = [.. reference.Lookup().SelectMany(level => level)];
            if (candidates.Select(name => Planned(name, program)).FirstOrDefault(model => model is not null) is { } planned)
            {
                return planned;
            }

            declaration = candidates.Select(name => program.Broken.FirstOrDefault(b => b.Name.FullName == name)?.Declaration)
                .FirstOrDefault(found => found is not null);
            if (declaration is ModelDeclaration model)
            {
                return model.Name.FullName;
            }
        }

        return null;
    }

    private static NameReference? Start(Declaration? declaration) => declaration switch
    {
        StageDeclaration stage => stage.Model,
        MergeDeclaration { Inputs.Count: > 0 } merge => merge.Into ?? merge.Base ?? merge.Inputs[0].Model,
        _ => null,
    };

    private static string? Planned(string name, JoinedProgram program) =>
        program.FindModel(name)?.Declaration.Name.FullName
        ?? program.Stages.FirstOrDefault(stage => stage.Declaration.Name.FullName == name)?.Model
        ?? program.Merges.FirstOrDefault(merge => merge.Declaration.Name.FullName == name)?.Model;
}
