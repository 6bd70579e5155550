using System;
using System.Collections.Generic;
using System.Linq;
using Solar.Specs;

namespace Solar.Compiler.Emitting;

/// <summary>Writes <c>Solar.Catalog.g.cs</c>: the declarations of the assembly for whoever references it, and the loading of libtorch.</summary>
internal static class CatalogEmitter
{
    public static EmittedFile Emit(IEnumerable<CatalogEntry> entries, EmitContext context, bool installLibrary)
    {
        var writer = new IndentedWriter();
        SourceFile.WriteHeader(writer, ["What this assembly declares, so that programs which reference it can build on it."]);
        SourceFile.WriteUsings(writer, installLibrary
            ? ["System.CodeDom.Compiler", "System.Runtime.CompilerServices", "Solar", "Solar.Runtime.Native"]
            : ["Solar"]);

        foreach (CatalogEntry entry in entries.OrderBy(entry => entry.Name, StringComparer.Ordinal))
        {
            writer.Write($"""
                [assembly: SolarCatalog(
                    version: {CanonicalText.Version},
                    name: {Literals.Code(entry.Name)},
                    declaration: {Literals.Code(entry.Canonical)})]

                """);
        }

        if (installLibrary)
        {
            writer.Write($$"""
                /// <summary>Sees to it that libtorch loads, before anything of this assembly asks for it.</summary>
                [GeneratedCode("Solar.Generators", {{Literals.Code(context.Version)}})]
                file static class NativeLibrary
                {
                    [ModuleInitializer]
                    internal static void Install() => TorchLibrary.Install();
                }
                """);
        }

        return new EmittedFile("Solar.Catalog.g.cs", NameGuard.Qualify(writer.ToString(), context.TakenNames));
    }
}
