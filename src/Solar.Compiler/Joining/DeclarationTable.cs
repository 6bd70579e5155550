using System;
using System.Collections.Generic;
using System.Linq;
using Solar.Specs;

namespace Solar.Compiler.Joining;

/// <summary>What a name turned out to mean.</summary>
/// <param name="FullName">Full name of the declaration; null where there is none, or more than one.</param>
/// <param name="Candidates">The declarations that the name may mean, where there is more than one.</param>
internal readonly record struct Resolution(string? FullName, IReadOnlyList<string> Candidates);

/// <summary>All declarations by full name: those of the program first, those of referenced assemblies behind them.</summary>
internal sealed class DeclarationTable
{
    private readonly Dictionary<string, Declaration?> _byName = new(StringComparer.Ordinal);

    public DeclarationTable(IEnumerable<ReadDeclaration> local, IEnumerable<Declaration> referenced)
    {
        foreach (Declaration declaration in referenced)
        {
            _byName[declaration.Name.FullName] = declaration;
        }

        // A program's own declaration hides a referenced one of the same name, as C# has it.
        foreach (ReadDeclaration read in local)
        {
            _byName[read.Name.FullName] = read.Declaration;
        }
    }

    /// <summary>The declaration of a full name; null where it is broken or absent.</summary>
    public Declaration? Find(string fullName) => _byName.TryGetValue(fullName, out Declaration? declaration) ? declaration : null;

    /// <summary>Looks a written name up as C# does: enclosing scopes from the inside out, the global namespace, then all usings alike.</summary>
    public Resolution Resolve(NameReference reference)
    {
        foreach (string scope in reference.Scopes)
        {
            string candidate = scope + "." + reference.Written;
            if (_byName.ContainsKey(candidate))
            {
                return new Resolution(candidate, []);
            }
        }

        if (_byName.ContainsKey(reference.Written))
        {
            return new Resolution(reference.Written, []);
        }

        List<string> imported =
        [
            .. reference.Usings.Select(import => import + "." + reference.Written).Where(_byName.ContainsKey)
                .Distinct(StringComparer.Ordinal).OrderBy(name => name, StringComparer.Ordinal),
        ];
        return imported.Count == 1 ? new Resolution(imported[0], []) : new Resolution(null, imported);
    }

    /// <summary>The known simple name nearest to a misspelt one, or null.</summary>
    public string? Nearest(string written)
    {
        string simple = written.Substring(written.LastIndexOf('.') + 1);
        return Spelling.Nearest(simple, _byName.Keys.Select(name => name.Substring(name.LastIndexOf('.') + 1)));
    }
}
