using System;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using Solar.Compiler.Reading;
using Solar.Compiler.Reading.Mergekit;
using Solar.Specs;
using Solar.Validation;

namespace Solar.Generators.Hosting;

/// <summary>The program's <c>*.solar.yaml</c> and <c>*.mergekit.yml</c> files as read.</summary>
/// <param name="Declarations">What they declare.</param>
/// <param name="Findings">What is wrong with the files themselves.</param>
internal sealed record YamlFiles(EquatableArray<LocatedDeclaration> Declarations, EquatableArray<Finding> Findings)
{
    private static readonly string[] Extensions = [".solar.yaml", ".solar.yml", ".mergekit.yaml", ".mergekit.yml"];

    /// <summary>All files, in the order of their paths: the order of the project's items may differ from system to system.</summary>
    public static IncrementalValueProvider<YamlFiles> Provide(IncrementalGeneratorInitializationContext context) => context.AdditionalTextsProvider
        .Where(static file => Extensions.Any(ending => file.Path.EndsWith(ending, StringComparison.OrdinalIgnoreCase)))
        .Select(static (file, cancellationToken) => Read(file, cancellationToken))
        .WithTrackingName(TrackingNames.Yaml)
        .Collect()
        .Select(static (files, _) =>
        {
            YamlProgram[] ordered = [.. files.OrderBy(file => file.Path, StringComparer.Ordinal)];
            return new YamlFiles(
                ordered.SelectMany(file => file.Declarations).ToEquatableArray(), ordered.SelectMany(file => file.Findings).ToEquatableArray());
        });

    private static YamlProgram Read(AdditionalText file, CancellationToken cancellationToken) => Guard.Run(
        file.Path,
        () => file.GetText(cancellationToken) is SourceText text
            ? MergekitReader.Takes(file.Path)
                ? MergekitReader.Read(file.Path, text.ToString(), cancellationToken)
                : YamlProgramReader.Read(file.Path, text.ToString(), cancellationToken)
            : Empty(file, Finding.Of(Rules.MalformedYaml, default, "it cannot be opened") with { At = Start(file) }),
        finding => Empty(file, finding with { At = Start(file) }));

    private static YamlProgram Empty(AdditionalText file, Finding finding) => new(file.Path, "", default, default, EquatableArray.Of(finding));

    private static SourceLocation Start(AdditionalText file) => new(file.Path, 0, 0, 0, 0, 0, 0);
}
