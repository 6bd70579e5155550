using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Threading;
using Solar.Compiler.Joining;
using Solar.Compiler.Reading;
using Solar.Specs;

namespace Solar.Lab.CommandLine.Programs;

/// <summary>Reads what an assembly declares from its catalog, and from those of the assemblies that it references. No type is scanned.</summary>
internal static class CatalogProgram
{
    /// <summary>The program of an assembly.</summary>
    public static LabProgram Read(Assembly assembly, CancellationToken cancellationToken)
    {
        var declarations = new List<Declaration>();
        var own = new HashSet<string>(StringComparer.Ordinal);
        foreach (Assembly part in WithReferences(assembly))
        {
            foreach (SolarCatalogAttribute entry in part.GetCustomAttributes<SolarCatalogAttribute>())
            {
                // An entry of a newer compiler that this one cannot read is left out, as the compiler itself does.
                if (CatalogReader.Read(entry.Name, entry.Declaration, cancellationToken).Declaration is { } declaration)
                {
                    declarations.Add(declaration);
                    if (part == assembly)
                    {
                        own.Add(entry.Name);
                    }
                }
            }
        }

        JoinedProgram joined = ProgramJoiner.Join(
            declarations.Select(declaration => new ReadDeclaration(declaration.Name, declaration.Shape, declaration)), [], cancellationToken);
        return new LabProgram(assembly.GetName().Name!, joined, own.Contains) { Assembly = assembly };
    }

    private static List<Assembly> WithReferences(Assembly assembly)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal) { assembly.GetName().FullName };
        var found = new List<Assembly> { assembly };
        for (int i = 0; i < found.Count; i++)
        {
            foreach (AssemblyName name in found[i].GetReferencedAssemblies().Where(name => MayDeclare(name.Name!) && seen.Add(name.FullName)))
            {
                try
                {
                    found.Add(Assembly.Load(name));
                }
                catch (FileNotFoundException)
                {
                    // Referenced and not deployed: the program does not use it.
                }
            }
        }

        return found;
    }

    private static bool MayDeclare(string name) =>
        !name.StartsWith("System", StringComparison.Ordinal)
        && !name.StartsWith("Microsoft.", StringComparison.Ordinal)
        && name is not ("mscorlib" or "netstandard" or "TorchSharp");
}
