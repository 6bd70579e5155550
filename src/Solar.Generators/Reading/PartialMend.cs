using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Solar.Specs;
using Solar.Validation;

namespace Solar.Generators.Reading;

/// <summary>Makes a class partial, and every type around it, so that generated code can be a part of it.</summary>
internal static class PartialMend
{
    /// <summary>The mend; null where all of them are partial.</summary>
    public static Mend? Of(INamedTypeSymbol type)
    {
        List<MendEdit> edits =
        [
            .. Outward(type)
                .SelectMany(each => each.DeclaringSyntaxReferences)
                .Select(part => part.GetSyntax()).OfType<TypeDeclarationSyntax>()
                .Where(part => !part.Modifiers.Any(SyntaxKind.PartialKeyword))
                .Select(part => new MendEdit(Element: null, "partial ") { At = Before(part.Keyword) }),
        ];
        return edits.Count == 0 ? null : new Mend(Title(edits.Count, type), edits.ToEquatableArray());
    }

    private static string Title(int count, INamedTypeSymbol type) =>
        count == 1 ? $"Make '{type.Name}' partial" : $"Make '{type.Name}' and what contains it partial";

    private static IEnumerable<INamedTypeSymbol> Outward(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? next = type; next is not null; next = next.ContainingType)
        {
            yield return next;
        }
    }

    private static SourceLocation Before(SyntaxToken keyword)
    {
        SourceLocation at = SourceLocations.Of(keyword);
        return at with { Length = 0, EndLine = at.StartLine, EndColumn = at.StartColumn };
    }
}
