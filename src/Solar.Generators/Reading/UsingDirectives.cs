using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Solar.Specs;

namespace Solar.Generators.Reading;

/// <summary>Using directives as they are written: a namespace that only YAML opens cannot be found by binding.</summary>
internal static class UsingDirectives
{
    /// <summary>Whether it imports a namespace.</summary>
    public static bool ImportsNamespace(this UsingDirectiveSyntax directive) =>
        directive.Alias is null && directive.StaticKeyword.IsKind(SyntaxKind.None) && directive.Name is not null;

    /// <summary>Whether it holds in every file.</summary>
    public static bool IsGlobal(this UsingDirectiveSyntax directive) => directive.GlobalKeyword.IsKind(SyntaxKind.GlobalKeyword);

    /// <summary>The dotted name that it imports.</summary>
    public static string Target(this UsingDirectiveSyntax directive) => Plain(directive.NamespaceOrType);

    /// <summary>A written name without spaces, comments and <c>global::</c>; an alias's <c>::</c> is a dot.</summary>
    public static string Plain(SyntaxNode name)
    {
        string text = string.Concat(name.DescendantTokens().Select(token => token.ValueText));
        return (text.StartsWith("global::", StringComparison.Ordinal) ? text.Substring("global::".Length) : text).Replace("::", ".");
    }
}

/// <summary>What the whole program imports; read once a compilation.</summary>
internal sealed class GlobalImports
{
    private static readonly ConditionalWeakTable<Compilation, GlobalImports> Known = new();

    private GlobalImports(Compilation compilation)
    {
        Directives =
        [
            .. compilation.SyntaxTrees.SelectMany(tree => ((CompilationUnitSyntax)tree.GetRoot()).Usings).Where(d => d.IsGlobal()),
        ];
        Namespaces = Directives.Where(d => d.ImportsNamespace()).Select(d => d.Target()).ToEquatableArray();
        Aliases = Directives.Where(d => d.Alias is not null).Select(d => d.Alias!.Name.Identifier.ValueText).ToEquatableArray();
    }

    /// <summary>The directives themselves.</summary>
    public IReadOnlyList<UsingDirectiveSyntax> Directives { get; }

    /// <summary>The imported namespaces.</summary>
    public EquatableArray<string> Namespaces { get; }

    /// <summary>The names that are given to something else.</summary>
    public EquatableArray<string> Aliases { get; }

    public static GlobalImports Of(Compilation compilation) => Known.GetValue(compilation, static key => new GlobalImports(key));
}
