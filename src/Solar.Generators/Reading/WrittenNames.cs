using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Solar.Generators.Reading;

/// <summary>Tells by their spelling alone which attributes can be ours, so that those of everybody else are never bound.</summary>
internal static class WrittenNames
{
    private const string Suffix = nameof(System.Attribute);

    private static readonly HashSet<string> Words =
        new(Word.All.SelectMany(word => new[] { word.Attribute, word.Attribute + Suffix }), StringComparer.Ordinal);

    /// <summary>Whether a class may carry one of our words, by its own name or by an alias.</summary>
    public static bool MayHaveAWord(TypeDeclarationSyntax part, Compilation compilation)
    {
        foreach (AttributeListSyntax list in part.AttributeLists)
        {
            foreach (AttributeSyntax attribute in list.Attributes)
            {
                string name = Simple(attribute.Name);
                if (Words.Contains(name) || IsAlias(name, attribute, compilation))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static string Simple(NameSyntax name) => name switch
    {
        QualifiedNameSyntax qualified => qualified.Right.Identifier.ValueText,
        AliasQualifiedNameSyntax aliased => aliased.Name.Identifier.ValueText,
        SimpleNameSyntax simple => simple.Identifier.ValueText,
        _ => "",
    };

    // What an alias stands for is left to binding: there are few.
    private static bool IsAlias(string name, SyntaxNode attribute, Compilation compilation)
    {
        foreach (string alias in GlobalImports.Of(compilation).Aliases)
        {
            if (Names(alias, name))
            {
                return true;
            }
        }

        for (SyntaxNode? outer = attribute.Parent; outer is not null; outer = outer.Parent)
        {
            SyntaxList<UsingDirectiveSyntax> directives = (outer as CompilationUnitSyntax)?.Usings ?? (outer as BaseNamespaceDeclarationSyntax)?.Usings ?? default;
            foreach (UsingDirectiveSyntax directive in directives)
            {
                if (directive.Alias is { } alias && Names(alias.Name.Identifier.ValueText, name))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static bool Names(string alias, string written) =>
        alias.StartsWith(written, StringComparison.Ordinal) && (alias.Length == written.Length || alias == written + Suffix);
}
