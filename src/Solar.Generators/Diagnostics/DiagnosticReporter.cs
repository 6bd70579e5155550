using System;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using Solar.Specs;

namespace Solar.Generators.Diagnostics;

/// <summary>Turns a placed finding into a diagnostic of the running compilation.</summary>
internal static class DiagnosticReporter
{
    /// <summary>
    /// In C# the location is one of the live tree, for <c>#pragma warning disable</c> and <c>.editorconfig</c> only reach those;
    /// elsewhere it is a place in an additional file.
    /// </summary>
    public static Diagnostic Report(PlacedFinding finding, Compilation compilation) => Diagnostic.Create(
        Descriptors.Of(finding.Rule), Locate(finding.Place, compilation), MendProperties.Write(finding.Mends), [.. finding.Arguments.Cast<object>()]);

    private static Location Locate(SourceLocation? place, Compilation compilation)
    {
        if (place is null)
        {
            return Location.None;
        }

        var span = new TextSpan(place.Start, place.Length);
        SyntaxTree? tree = compilation.SyntaxTrees.FirstOrDefault(
            candidate => string.Equals(candidate.FilePath, place.Path, StringComparison.Ordinal) && span.End <= candidate.Length);
        var lines = new LinePositionSpan(
            new LinePosition(place.StartLine, place.StartColumn), new LinePosition(place.EndLine, place.EndColumn));
        return tree is not null ? Location.Create(tree, span) : Location.Create(place.Path, span, lines);
    }
}
