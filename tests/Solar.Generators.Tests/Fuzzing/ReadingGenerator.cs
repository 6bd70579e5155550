using System.Linq;
using Microsoft.CodeAnalysis;
using Solar.Compiler.Files;
using Solar.Generators.Diagnostics;
using Solar.Generators.Hosting;
using Solar.Specs;

namespace Solar.Generators.Tests.Fuzzing;

/// <summary>The front half of the generator: reading of attributes, joining and the placing of findings, without emitting.</summary>
internal sealed class ReadingGenerator : IIncrementalGenerator
{
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        IncrementalValueProvider<ProgramFiles> files = HandedFiles.Provide(context);
        IncrementalValueProvider<EquatableArray<LocatedDeclaration>> located = AttributedClasses.Provide(context).Combine(files)
            .Select(static (both, cancellationToken) => HandedFiles.Expand(both.Left, both.Right, cancellationToken));
        context.RegisterSourceOutput(located.Combine(files).Combine(ReferencedCatalogs.Provide(context)).Combine(context.CompilationProvider), static (output, all) =>
        {
            (((EquatableArray<LocatedDeclaration> declared, ProgramFiles handed), ReferencedCatalogs catalogs), Compilation compilation) = all;
            Solar.Compiler.Joining.JoinedProgram joined = Joining.Join(declared.Select(d => d.Read).ToEquatableArray(), catalogs, output.CancellationToken);
            foreach (PlacedFinding finding in FindingPlacer.Place(declared, [.. joined.Findings, .. HandedFiles.Check(joined, handed, output.CancellationToken)]))
            {
                output.ReportDiagnostic(DiagnosticReporter.Report(finding, compilation));
            }
        });
    }
}
