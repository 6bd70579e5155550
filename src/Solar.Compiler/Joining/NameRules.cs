using System.Collections.Generic;
using System.Linq;
using Solar.Compiler.Emitting;
using Solar.Specs;

namespace Solar.Compiler.Joining;

/// <summary>Names that a declaration cannot have, because emitted code has another use for them.</summary>
internal static class NameRules
{
    /// <summary>Why a declaration cannot have its name; null where it can.</summary>
    public static string? Fault(ReadDeclaration read)
    {
        string name = read.Name.Name;
        if (Members(read.Declaration).Contains(name))
        {
            return "emitted code gives it a member of this name";       // which C# forbids (CS0542)
        }

        return EmittedNames.All.Contains(name) ? $"emitted code uses '{EmittedNames.FullName(name)}' by this name" : null;
    }

    private static IReadOnlyCollection<string> Members(Declaration? declaration) => declaration switch
    {
        ModelDeclaration => EmittedNames.ModelMembers,
        StageDeclaration => EmittedNames.StageMembers,
        MergeDeclaration => EmittedNames.MergeMembers,
        DatasetDeclaration => EmittedNames.DatasetMembers,
        _ => [],
    };
}
