using System;
using System.Linq;
using System.Reflection;
using Solar.Compiler.Joining;

namespace Solar.Lab.Compilation;

/// <summary>The types of a program that was compiled in process.</summary>
public sealed class CompiledProgram
{
    private readonly Assembly _assembly;

    internal CompiledProgram(JoinedProgram program, Assembly assembly, string hash)
    {
        Program = program;
        _assembly = assembly;
        Hash = hash;
    }

    /// <summary>What was declared, resolved.</summary>
    public JoinedProgram Program { get; }

    /// <summary>Hash of the emitted source and of the Solar that compiled it, lower-case hexadecimal.</summary>
    public string Hash { get; }

    /// <summary>The emitted type of a declaration.</summary>
    /// <param name="name">Its name, without the namespace.</param>
    /// <exception cref="ArgumentException">Nothing of that name was declared.</exception>
    public Type this[string name] => _assembly.GetType($"{ProgramSource.Namespace}.{name}")
        ?? throw new ArgumentException($"The program declares no '{name}'.", nameof(name));

    /// <summary>The emitted type of a full name.</summary>
    /// <exception cref="ArgumentException">Nothing of that name was declared.</exception>
    internal Type Type(string fullName) => _assembly.GetType(fullName) ?? throw new ArgumentException($"The program declares no '{fullName}'.", nameof(fullName));

    /// <summary>Calls a generic method with the emitted types as its type arguments: where compiled code meets types that it never saw.</summary>
    /// <param name="method">A static generic method, given as a delegate of any instance of it.</param>
    /// <param name="names">Names of the declarations that become its type arguments.</param>
    /// <param name="arguments">The arguments of the call.</param>
    public object? Invoke(MethodInfo method, string[] names, params object?[] arguments)
    {
        MethodInfo closed = method.GetGenericMethodDefinition().MakeGenericMethod([.. names.Select(name => this[name])]);
        return closed.Invoke(null, BindingFlags.DoNotWrapExceptions, binder: null, arguments, culture: null);
    }
}
