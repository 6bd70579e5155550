using System;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Solar.Compiler.Files;
using Solar.Specs;
using Solar.Validation;

namespace Solar.Generators.Hosting;

/// <summary>The additional files that declarations may name: configs, indexes, tensor lists and manifests, which are all JSON.</summary>
internal static class HandedFiles
{
    private const string Extension = ".json";

    /// <summary>All of them, in the order of their paths. They are read where a declaration names them, and not before.</summary>
    public static IncrementalValueProvider<ProgramFiles> Provide(IncrementalGeneratorInitializationContext context) => context.AdditionalTextsProvider
        .Where(static file => file.Path.EndsWith(Extension, StringComparison.OrdinalIgnoreCase))
        .Select(static (file, cancellationToken) => new ProgramFile(file.Path, file.GetText(cancellationToken)?.ToString() ?? ""))
        .Collect()
        .Select(static (files, _) => new ProgramFiles(files.OrderBy(file => file.Path, StringComparer.Ordinal).ToEquatableArray()))
        .WithTrackingName(TrackingNames.Files);

    /// <summary>The declarations with what their configs say.</summary>
    public static EquatableArray<LocatedDeclaration> Expand(
        EquatableArray<LocatedDeclaration> declarations, ProgramFiles files, CancellationToken cancellationToken) =>
        declarations.Any(located => located.Read.Declaration is ModelDeclaration { FromConfig: not null })
            ? declarations.Select(located => Expand(located, files, cancellationToken)).ToEquatableArray()
            : declarations;

    /// <summary>What the files say against the program.</summary>
    public static EquatableArray<Finding> Check(Solar.Compiler.Joining.JoinedProgram program, ProgramFiles files, CancellationToken cancellationToken) => Guard.Run(
        "the files", () => CheckpointChecks.Check(program, files, cancellationToken).ToEquatableArray(), finding => EquatableArray.Of(finding));

    private static LocatedDeclaration Expand(LocatedDeclaration located, ProgramFiles files, CancellationToken cancellationToken) => Guard.Run(
        located.Read.Name.FullName,
        () => ConfigExpansion.Expand(located, files, cancellationToken),
        finding => located with
        {
            Read = located.Read with { Declaration = null },
            Findings = located.Findings.Append(finding).ToEquatableArray(),
        });
}
