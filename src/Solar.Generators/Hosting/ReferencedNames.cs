using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Solar.Generators.Reading;

namespace Solar.Generators.Hosting;

/// <summary>A type or namespace of a referenced assembly that has the name of something emitted code uses.</summary>
/// <param name="Space">The namespace it is in.</param>
/// <param name="Name">Its name.</param>
internal readonly record struct ReferencedName(string Space, string Name)
{
    /// <summary>Its full name.</summary>
    public string FullName => Space.Length == 0 ? Name : Space + "." + Name;
}

/// <summary>Looks assemblies through once for certain names. Their symbols live as long as the references do, and the answers with them.</summary>
internal static class ReferencedNames
{
    private static readonly ConditionalWeakTable<IAssemblySymbol, List<ReferencedName>> Known = new();

    public static IReadOnlyList<ReferencedName> Of(IAssemblySymbol assembly, HashSet<string> names) =>
        Known.GetValue(assembly, key => [.. Search(key, names)]);

    private static IEnumerable<ReferencedName> Search(IAssemblySymbol assembly, HashSet<string> names) =>
        assembly.TypeNames.Any(names.Contains) || assembly.NamespaceNames.Any(names.Contains) ? Walk(assembly.GlobalNamespace, names) : [];

    private static IEnumerable<ReferencedName> Walk(INamespaceSymbol space, HashSet<string> names)
    {
        string path = space.IsGlobalNamespace ? "" : NameReferences.FullName(space);
        foreach (INamespaceOrTypeSymbol member in space.GetMembers())
        {
            bool isSeen = member is INamespaceSymbol or INamedTypeSymbol { DeclaredAccessibility: Accessibility.Public };
            if (isSeen && names.Contains(member.Name))
            {
                yield return new ReferencedName(path, member.Name);
            }

            if (member is INamespaceSymbol inner)
            {
                foreach (ReferencedName found in Walk(inner, names))
                {
                    yield return found;
                }
            }
        }
    }
}
