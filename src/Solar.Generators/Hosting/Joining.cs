using System.Linq;
using System.Threading;
using Solar.Compiler.Joining;
using Solar.Specs;

namespace Solar.Generators.Hosting;

/// <summary>Joins the program; where that fails by a fault of ours, every declaration gets a stub.</summary>
internal static class Joining
{
    public static JoinedProgram Join(
        EquatableArray<ReadDeclaration> declarations, ReferencedCatalogs catalogs, CancellationToken cancellationToken) => Guard.Run(
        "the program",
        () => ProgramJoiner.Join(declarations, catalogs.Declarations, cancellationToken),
        finding => new JoinedProgram
        {
            Broken = declarations.GroupBy(read => read.Name.FullName.ToUpperInvariant()).Select(same => same.First()).ToEquatableArray(),
            Findings = EquatableArray.Of(finding),
        });
}
