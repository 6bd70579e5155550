using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Solar.Specs;

namespace Solar.Generators.Reading;

/// <summary>
/// What a name in an attribute's argument may mean, level by level, as C# looks it up (C# 12 specification, §7.8): in each type and namespace around it,
/// then by the aliases and then by the usings of that namespace declaration, and so on outwards.
/// </summary>
internal static class NameLevels
{
    /// <summary>The levels from the inside out; each holds full names that are alike.</summary>
    /// <param name="node">Where the name stands.</param>
    /// <param name="written">The name, dotted.</param>
    /// <param name="compilation">The program, for its global usings.</param>
    public static IEnumerable<EquatableArray<string>> Of(SyntaxNode node, string written, Compilation compilation)
    {
        // An attribute's arguments are bound outside of the class that it stands on.
        for (SyntaxNode? outer = node.FirstAncestorOrSelf<AttributeListSyntax>()?.Parent?.Parent; outer is not null; outer = outer.Parent)
        {
            string[] scope = Path(outer);
            switch (outer)
            {
                case BaseTypeDeclarationSyntax:
                    yield return EquatableArray.Of(Join(scope, written));
                    break;
                case BaseNamespaceDeclarationSyntax space:
                    int own = UsingDirectives.Plain(space.Name).Split('.').Length;
                    yield return EquatableArray.Of(Join(scope, written));
                    foreach (EquatableArray<string> level in Imported(space.Usings, scope, written))
                    {
                        yield return level;
                    }

                    // namespace A.B is a part of A, whose names come next; the usings are of B alone.
                    for (int count = scope.Length - 1; count > scope.Length - own; count--)
                    {
                        yield return EquatableArray.Of(Join([.. scope.Take(count)], written));
                    }

                    break;
                case CompilationUnitSyntax unit:
                    yield return EquatableArray.Of(written);
                    IEnumerable<UsingDirectiveSyntax> directives = unit.Usings.Where(d => !d.IsGlobal()).Concat(GlobalImports.Of(compilation).Directives);
                    foreach (EquatableArray<string> level in Imported(directives, [], written))
                    {
                        yield return level;
                    }

                    break;
            }
        }
    }

    private static IEnumerable<EquatableArray<string>> Imported(IEnumerable<UsingDirectiveSyntax> directives, string[] scope, string written)
    {
        List<UsingDirectiveSyntax> all = [.. directives];
        int dot = written.IndexOf('.');
        string first = dot < 0 ? written : written.Substring(0, dot);
        if (all.FirstOrDefault(d => d.Alias?.Name.Identifier.ValueText == first) is { } alias)
        {
            string rest = written.Substring(first.Length);
            foreach (string target in Targets(alias, scope))
            {
                yield return EquatableArray.Of(target + rest);
            }
        }

        List<string[]> imports = [.. all.Where(d => d.ImportsNamespace()).Select(d => Targets(d, scope))];
        for (int depth = 0; depth <= scope.Length; depth++)
        {
            // A using may name a namespace from its own scope on: the innermost that knows the name counts.
            EquatableArray<string> level = imports.Where(targets => depth < targets.Length).Select(targets => targets[depth] + "." + written).Distinct().ToEquatableArray();
            if (level.Count > 0)
            {
                yield return level;
            }
        }
    }

    // What a directive's target may be, from the namespace that it stands in outwards.
    private static string[] Targets(UsingDirectiveSyntax directive, string[] scope)
    {
        string target = directive.Target();
        return directive.NamespaceOrType.GetFirstToken().IsKind(SyntaxKind.GlobalKeyword)
            ? [target]
            : [.. Enumerable.Range(0, scope.Length + 1).Select(i => Join([.. scope.Take(scope.Length - i)], target))];
    }

    private static string[] Path(SyntaxNode node) =>
    [
        .. node.AncestorsAndSelf().Reverse().SelectMany(outer => outer switch
        {
            BaseTypeDeclarationSyntax type => [type.Identifier.ValueText],
            BaseNamespaceDeclarationSyntax space => UsingDirectives.Plain(space.Name).Split('.'),
            _ => Array.Empty<string>(),
        }),
    ];

    private static string Join(string[] scope, string name) => scope.Length == 0 ? name : string.Join(".", scope) + "." + name;
}
