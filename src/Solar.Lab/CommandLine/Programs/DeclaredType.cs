using System;
using System.Linq;
using System.Reflection;
using Solar.Specs;

namespace Solar.Lab.CommandLine.Programs;

/// <summary>The type that a declaration has become.</summary>
internal static class DeclaredType
{
    /// <summary>Finds it in a program and in the assemblies that it has loaded.</summary>
    /// <param name="program">The program.</param>
    /// <param name="name">The declaration's name.</param>
    /// <param name="fullName">Its full name.</param>
    /// <exception cref="CommandException">It is not there.</exception>
    public static Type Find(Assembly program, DeclarationName name, string fullName) =>
        AppDomain.CurrentDomain.GetAssemblies().Prepend(program)
            .Select(assembly => InAssembly(assembly, name.Namespace.Split('.', StringSplitOptions.RemoveEmptyEntries), name.Name))
            .FirstOrDefault(type => type is not null)
        ?? throw new CommandException($"{fullName} is declared, but no loaded assembly has its type; build the program again.");

    // The catalog does not say where the namespace ends and containing types begin: each cut is tried, the namespace longest first.
    private static Type? InAssembly(Assembly assembly, string[] scopes, string name)
    {
        for (int cut = scopes.Length; cut >= 0; cut--)
        {
            string prefix = cut == 0 ? "" : string.Join('.', scopes[..cut]) + ".";
            if (assembly.GetType(prefix + string.Concat(scopes[cut..].Select(type => type + "+")) + name) is { } type)
            {
                return type;
            }
        }

        return null;
    }
}
