using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Solar.Compiler.Emitting;
using Solar.Generators.Reading;
using Solar.Specs;

namespace Solar.Generators.Hosting;

/// <summary>Which of the short names of emitted code mean something else in the user's program, so that they must be written in full.</summary>
internal static class TakenNames
{
    private static readonly HashSet<string> Emitted = new(EmittedNames.All, StringComparer.Ordinal);

    /// <summary>The taken names, in ordinal order.</summary>
    /// <param name="compilation">The program.</param>
    /// <param name="declared">All declarations, those of YAML included, which are no types yet.</param>
    /// <param name="cancellationToken">Stops between names.</param>
    public static EquatableArray<string> Of(
        Compilation compilation, EquatableArray<DeclarationName> declared, CancellationToken cancellationToken)
    {
        if (declared.Count == 0)
        {
            return default;
        }

        EquatableArray<string> globalUsings = GlobalImports.Of(compilation).Namespaces;
        HashSet<string> scopes = Scopes(declared);
        HashSet<string> visible = new([.. scopes, .. globalUsings], StringComparer.Ordinal);

        var taken = new SortedSet<string>(StringComparer.Ordinal);
        taken.UnionWith(GlobalImports.Of(compilation).Aliases.Where(Emitted.Contains));
        taken.UnionWith(declared.Where(name => Emitted.Contains(name.Name)).Select(name => name.Name));
        foreach (string name in OwnNames(compilation, cancellationToken))
        {
            if (compilation.GetSymbolsWithName(name, SymbolFilter.Type | SymbolFilter.Namespace, cancellationToken).Any(symbol => IsVisible(symbol, visible)))
            {
                taken.Add(name);
            }
        }

        foreach (MetadataReference reference in compilation.References)
        {
            if (compilation.GetAssemblyOrModuleSymbol(reference) is IAssemblySymbol assembly)
            {
                taken.UnionWith(ReferencedNames.Of(assembly, Emitted)
                    .Where(found => visible.Contains(found.Space) && EmittedNames.FullName(found.Name) != found.FullName)
                    .Select(found => found.Name));
            }
        }

        return taken.ToEquatableArray();
    }

    // Emitted code stands in the declaration's namespace and types, and sees all that encloses them, out to the global namespace.
    private static HashSet<string> Scopes(IEnumerable<DeclarationName> declared)
    {
        var scopes = new HashSet<string>(StringComparer.Ordinal) { "" };
        foreach (DeclarationName name in declared)
        {
            string scope = name.FullName;
            for (int dot = scope.LastIndexOf('.'); dot > 0; dot = scope.LastIndexOf('.'))
            {
                scope = scope.Substring(0, dot);
                scopes.Add(scope);
            }
        }

        return scopes;
    }

    // One walk over the declared names of the program; the predicate only looks, and so every name is seen.
    private static HashSet<string> OwnNames(Compilation compilation, CancellationToken cancellationToken)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        _ = compilation.ContainsSymbolsWithName(
            name =>
            {
                if (Emitted.Contains(name))
                {
                    names.Add(name);
                }

                return false;
            },
            SymbolFilter.Type | SymbolFilter.Namespace,
            cancellationToken);
        return names;
    }

    private static bool IsVisible(ISymbol symbol, HashSet<string> scopes) =>
        scopes.Contains(symbol.ContainingSymbol is INamespaceOrTypeSymbol container ? NameReferences.FullName(container) : "");
}
