using System;
using System.Linq;
using System.Threading;
using Solar.Compiler.Reading.Yaml;
using Solar.Specs;
using Solar.Validation;

namespace Solar.Compiler.Reading;

/// <summary>
/// Reads declarations back that an assembly carries in its catalog as canonical JSON. It is the YAML of one declaration with full names,
/// so the same reader serves; a catalog of a newer compiler that says more than this one knows gives findings and no declaration.
/// </summary>
public static class CatalogReader
{
    /// <summary>Reads one entry of a catalog.</summary>
    /// <param name="fullName">Full name of the declaration.</param>
    /// <param name="declaration">Its canonical text.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="OperationCanceledException">Cancellation was asked for.</exception>
    public static CatalogReading Read(string fullName, string declaration, CancellationToken cancellationToken = default)
    {
        var file = new SourceFile(fullName, declaration);
        var report = new DeclarationReport(file, new NameScopes("", []), [], fullName, file.Clamp(0, 0));
        Declaration? read = null;
        try
        {
            read = Read(file, report, fullName, cancellationToken);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            report.Fault(Rules.InternalError, "", new TextRange(0, 0), fullName, $"{fault.GetType().Name}: {fault.Message}");
        }

        return new CatalogReading(read, report.Findings);
    }

    private static Declaration? Read(SourceFile file, DeclarationReport report, string fullName, CancellationToken cancellationToken)
    {
        YamlTree tree = YamlTreeReader.Read(file, cancellationToken);
        foreach (YamlProblem problem in tree.Problems.Concat(tree.SyntaxError is { } error ? [error] : []))
        {
            report.Fault(Rules.MalformedYaml, "", problem.Range, problem.Message);
        }

        if (report.IsBroken)
        {
            return null;
        }

        if (tree.Root is not YamlMapping root || Sections.Of(root) is not { } section)
        {
            report.Fault(Rules.MalformedYaml, "", tree.Root?.Range ?? new TextRange(0, 0), "it is no declaration that this compiler knows");
            return null;
        }

        // Whether the name's front is a namespace or a containing type is no part of the canonical form, and nobody who refers to it can tell.
        int dot = fullName.LastIndexOf('.');
        var name = new DeclarationName(dot < 0 ? "" : fullName.Substring(0, dot), fullName.Substring(dot + 1));
        return Sections.Read(section, report, name, root, root.Range).Declaration;
    }
}
