using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Solar.Compiler.Tests.Emitting;

/// <summary>Compiles emitted code against the real runtime, as strictly as a user's build may be.</summary>
internal static class InMemoryCompilation
{
    private const string ImplicitUsings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

    private static readonly Lazy<MetadataReference[]> References = new(() =>
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => !Path.GetFileName(path).StartsWith("Solar.Compiler", StringComparison.Ordinal))
            .Select(path => MetadataReference.CreateFromFile(path)),
    ]);

    /// <summary>A compilation with documentation checked; every warning counts.</summary>
    public static CSharpCompilation Create(IEnumerable<string> sources, bool implicitUsings = false, bool nullable = false)
    {
        var options = new CSharpParseOptions(LanguageVersion.CSharp12, DocumentationMode.Diagnose);
        string[] all = [.. sources, .. implicitUsings ? [ImplicitUsings] : Array.Empty<string>()];
        return CSharpCompilation.Create(
            "Emitted",
            all.Select((source, i) => CSharpSyntaxTree.ParseText(source, options, path: FormattableString.Invariant($"{i}.cs"))),
            References.Value,
            new CSharpCompilationOptions(
                OutputKind.DynamicallyLinkedLibrary,
                nullableContextOptions: nullable ? NullableContextOptions.Enable : NullableContextOptions.Disable,
                warningLevel: 9999));
    }

    /// <summary>Everything that the compiler says above the level of a hint.</summary>
    public static string[] Complaints(this CSharpCompilation compilation)
    {
        using var assembly = new MemoryStream();
        return
        [
            .. compilation.Emit(assembly).Diagnostics.Concat(compilation.GetDiagnostics()).Distinct()
                .Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning)
                .Select(diagnostic => diagnostic.ToString()),
        ];
    }
}
