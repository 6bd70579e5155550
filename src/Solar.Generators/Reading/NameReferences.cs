using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Solar.Specs;

namespace Solar.Generators.Reading;

/// <summary>Turns <c>typeof(X)</c> into a name. An X that only YAML declares is no type yet: then the written name goes on, with the scopes it stands in.</summary>
internal static class NameReferences
{
    public static NameReference? Of(AttributeArgument argument, Compilation compilation) => argument.Value.Value switch
    {
        IErrorTypeSymbol error => Written(argument.Expression, compilation) ?? NameReference.Full(error.Name),
        INamedTypeSymbol type => NameReference.Full(FullName(type)),
        _ => null,
    };

    /// <summary>The dotted name, without type arguments; empty for the global namespace.</summary>
    public static string FullName(INamespaceOrTypeSymbol symbol) => symbol.ContainingSymbol switch
    {
        INamedTypeSymbol type => FullName(type) + "." + symbol.Name,
        INamespaceSymbol { IsGlobalNamespace: false } space => FullName(space) + "." + symbol.Name,
        _ => symbol.Name,
    };

    private static NameReference? Written(ExpressionSyntax? expression, Compilation compilation)
    {
        if (expression is not TypeOfExpressionSyntax { Type: { } type })
        {
            return null;
        }

        string written = UsingDirectives.Plain(type);
        if (type.GetFirstToken().IsKind(SyntaxKind.GlobalKeyword))
        {
            return NameReference.Full(written) with { IsReportedByHost = true };
        }

        IEnumerable<string> usings = UsingDirectives.At(type).Where(d => d.ImportsNamespace() && !d.IsGlobal()).Select(d => d.Target());
        return new NameReference(Unaliased(written, type), Scopes(type).ToEquatableArray())
        {
            Usings = usings.Concat(GlobalImports.Of(compilation).Namespaces).Distinct(StringComparer.Ordinal).ToEquatableArray(),
            IsReportedByHost = true,        // CS0246 and CS0104 come by themselves, once what we emit is there
        };
    }

    // An attribute's arguments are bound outside of the class that it stands on.
    private static IEnumerable<string> Scopes(SyntaxNode node)
    {
        List<string> parts = [];
        for (SyntaxNode? outer = node.FirstAncestorOrSelf<AttributeListSyntax>()?.Parent?.Parent; outer is not null; outer = outer.Parent)
        {
            parts.InsertRange(0, outer switch
            {
                BaseTypeDeclarationSyntax type => [type.Identifier.ValueText],
                BaseNamespaceDeclarationSyntax space => UsingDirectives.Plain(space.Name).Split('.'),
                _ => [],
            });
        }

        for (int count = parts.Count; count > 0; count--)
        {
            yield return string.Join(".", parts.Take(count));
        }
    }

    private static string Unaliased(string written, SyntaxNode node)
    {
        int dot = written.IndexOf('.');
        string first = dot < 0 ? written : written.Substring(0, dot);
        UsingDirectiveSyntax? alias = UsingDirectives.At(node).FirstOrDefault(d => d.Alias?.Name.Identifier.ValueText == first);
        return alias is null ? written : alias.Target() + written.Substring(first.Length);
    }
}
