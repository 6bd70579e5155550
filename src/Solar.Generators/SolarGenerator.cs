using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Solar.Compiler.Emitting;
using Solar.Compiler.Files;
using Solar.Compiler.Joining;
using Solar.Generators.Diagnostics;
using Solar.Generators.Hosting;
using Solar.Specs;
using Solar.Validation;

namespace Solar.Generators;

/// <summary>
/// Hosts the Solar compiler in Roslyn: declarations in C# and YAML become modules, weight maps and training loops,
/// and what is wrong with them becomes diagnostics.
/// </summary>
/// <remarks>No value that is kept between two edits holds a symbol, a syntax node or a compilation.</remarks>
[Generator(LanguageNames.CSharp)]
public sealed class SolarGenerator : IIncrementalGenerator
{
    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        // What is declared, with its places. Classes are read again at every edit, for their meaning can change from afar; files only when they change.
        IncrementalValueProvider<EquatableArray<LocatedDeclaration>> attributed = AttributedClasses.Provide(context);
        IncrementalValueProvider<YamlFiles> yaml = YamlFiles.Provide(context);

        // Files that declarations name; each is read only where one does.
        IncrementalValueProvider<ProgramFiles> files = HandedFiles.Provide(context);
        IncrementalValueProvider<EquatableArray<LocatedDeclaration>> located = OwnModules.Expand(context, attributed.Combine(yaml).Combine(files)
            .Select(static (all, cancellationToken) => HandedFiles.Expand(
                all.Left.Left.Concat(all.Left.Right.Declarations).ToEquatableArray(), all.Right, cancellationToken)))
            .WithTrackingName(TrackingNames.Located);

        // What referenced assemblies declare: their catalogs are looked at with every edit, and read only when their texts change.
        IncrementalValueProvider<ReferencedCatalogs> catalogs = ReferencedCatalogs.Provide(context);

        // Source. Places are taken off first, so that moving lines goes no further than this step.
        IncrementalValueProvider<EquatableArray<ReadDeclaration>> declarations = located
            .Select(static (all, _) => all.Select(declaration => declaration.Read).ToEquatableArray())
            .WithTrackingName(TrackingNames.Declarations);

        IncrementalValueProvider<HostFacts> host = declarations
            .Select(static (all, _) => all.Select(read => read.Name).ToEquatableArray())
            .Combine(context.CompilationProvider.Combine(context.ParseOptionsProvider))
            .Select(static (both, cancellationToken) => HostFacts.Of(both.Right.Left, both.Right.Right, both.Left, cancellationToken))
            .WithTrackingName(TrackingNames.Host);

        IncrementalValueProvider<JoinedProgram> joined = declarations.Combine(catalogs)
            .Select(static (both, cancellationToken) => Joining.Join(both.Left, both.Right, cancellationToken))
            .WithTrackingName(TrackingNames.Joined);

        // One item a declaration: an edit of a model emits that model again, and those that are made from it.
        IncrementalValuesProvider<Emission> emitted = joined.Combine(declarations)
            .SelectMany(static (both, _) => EmissionUnit.Of(both.Left, both.Right))
            .WithTrackingName(TrackingNames.Units)
            .Combine(host)
            .Select(static (both, _) => Emission.Of(both.Left, both.Right))
            .WithTrackingName(TrackingNames.Emitted);

        IncrementalValueProvider<Emission> assembly = joined
            .Select(static (program, _) => SourceEmitter.CatalogEntries(program))
            .Combine(host)
            .Select(static (both, _) => Emission.Of(both.Left, both.Right))
            .WithTrackingName(TrackingNames.Assembly);

        context.RegisterSourceOutput(emitted, static (output, emission) => emission.AddTo(output));
        context.RegisterSourceOutput(assembly, static (output, emission) => emission.AddTo(output));

        // Diagnostics. Only here do places and the live compilation come in; a program without findings ends before the last step.
        IncrementalValueProvider<ImmutableArray<Finding>> failures = emitted
            .Select(static (emission, _) => emission.Failure).Where(static failure => failure is not null)
            .Select(static (failure, _) => failure!)
            .Collect();

        IncrementalValueProvider<EquatableArray<Finding>> checks = joined.Combine(files)
            .Select(static (both, cancellationToken) => HandedFiles.Check(both.Left, both.Right, cancellationToken))
            .WithTrackingName(TrackingNames.Checks);

        IncrementalValueProvider<EquatableArray<Finding>> others = yaml.Combine(joined).Combine(checks).Combine(host).Combine(failures)
            .Select(static (all, _) => EquatableArray.ToEquatableArray<Finding>(
                [.. all.Left.Left.Left.Left.Findings, .. all.Left.Left.Left.Right.Findings, .. all.Left.Left.Right, .. Optional(all.Left.Right.Fault), .. all.Right]));

        IncrementalValuesProvider<PlacedFinding> findings = located.Combine(others)
            .Select(static (both, _) => FindingPlacer.Place(both.Left, both.Right))
            .WithTrackingName(TrackingNames.Findings)
            .SelectMany(static (placed, _) => placed);

        context.RegisterSourceOutput(
            findings.Combine(context.CompilationProvider),
            static (output, both) => output.ReportDiagnostic(DiagnosticReporter.Report(both.Left, both.Right)));
    }

    private static Finding[] Optional(Finding? finding) => finding is null ? [] : [finding];
}
