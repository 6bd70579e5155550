using System;
using System.Collections.Generic;
using System.Linq;
using Solar.Specs;

namespace Solar.Compiler.Joining;

/// <summary>What a name turned out to mean.</summary>
/// <param name="FullName">Full name of the declaration; null where there is none, or more than one.</param>
/// <param name="Candidates">The declarations that the name may mean, where there is more than one.</param>
internal readonly record struct Resolution(string? FullName, IReadOnlyList<string> Candidates)
{
    /// <summary>Full name of a type that the name means, though it is no declaration; null for any other.</summary>
    public string? Undeclared { get; init; }
}

/// <summary>All declarations by full name: those of the program first, those of referenced assemblies behind them.</summary>
internal sealed class DeclarationTable
{
    private readonly Dictionary<string, Declaration?> _byName = new(StringComparer.Ordinal);
    private readonly HashSet<string> _doubled = new(StringComparer.Ordinal);

    public DeclarationTable(IEnumerable<ReadDeclaration> local, IEnumerable<Declaration> referenced)
    {
        foreach (Declaration declaration in referenced)
        {
            string name = declaration.Name.FullName;
            if (_byName.ContainsKey(name))
            {
                _doubled.Add(name);
            }

            _byName[name] = declaration;
        }

        // A program's own declaration hides a referenced one of the same name, as C# has it.
        foreach (ReadDeclaration read in local)
        {
            _byName[read.Name.FullName] = read.Declaration;
            _doubled.Remove(read.Name.FullName);
        }
    }

    /// <summary>The declaration of a full name; null where it is broken or absent.</summary>
    public Declaration? Find(string fullName) => _byName.TryGetValue(fullName, out Declaration? declaration) ? declaration : null;

    /// <summary>
    /// Looks a written name up as C# does: level by level from the inside out, and what stands on one level is alike. A type that C# finds already counts
    /// as known: what is emitted may hide it, or make it ambiguous.
    /// </summary>
    public Resolution Resolve(NameReference reference)
    {
        if (reference.Location is { } location && OfWeights(location) is { Count: > 0 } models)
        {
            return models.Count == 1 ? new Resolution(models[0], []) : new Resolution(null, models);
        }

        foreach (EquatableArray<string> level in reference.Lookup())
        {
            List<string> known =
            [
                .. level.Where(name => _byName.ContainsKey(name) || name == reference.Bound)
                    .Distinct(StringComparer.Ordinal).OrderBy(name => name, StringComparer.Ordinal),
            ];
            if (known.Count > 0)
            {
                return known.Count == 1 ? Found(known[0]) : new Resolution(null, known);
            }
        }

        // C# knows ways to a type that no level tells of, such as a nested type of a base class.
        return reference.Bound is { } bound ? Found(bound) : new Resolution(null, []);
    }

    /// <summary>Whether more than one referenced assembly declares a name, and the program itself does not.</summary>
    public bool IsDoubled(string fullName) => _doubled.Contains(fullName);

    /// <summary>Whether a namespace has a declaration, itself or in one within it.</summary>
    public bool HasNamespace(string name) => _byName.Keys.Any(known => known.StartsWith(name + ".", StringComparison.Ordinal));

    /// <summary>The known simple name nearest to a misspelt one, or null.</summary>
    public string? Nearest(string written)
    {
        string simple = written.Substring(written.LastIndexOf('.') + 1);
        return Spelling.Nearest(simple, _byName.Keys.Select(name => name.Substring(name.LastIndexOf('.') + 1)));
    }

    private List<string> OfWeights(string location) =>
    [
        .. _byName.Where(pair => pair.Value is ModelDeclaration { Weights: { } weights } && weights.Location == location)
            .Select(pair => pair.Key).OrderBy(name => name, StringComparer.Ordinal),
    ];

    private Resolution Found(string name) => _byName.ContainsKey(name) ? new Resolution(name, []) : new Resolution(null, []) { Undeclared = name };
}
