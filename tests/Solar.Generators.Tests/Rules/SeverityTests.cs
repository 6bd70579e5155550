using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Solar.Generators.Tests.Harness;
using Xunit;

namespace Solar.Generators.Tests.Rules;

/// <summary>In C# a diagnostic of ours obeys what every diagnostic obeys; that needs a location in a live tree.</summary>
public class SeverityTests
{
    private const string Deep = "using Solar;\nnamespace Paper;\n[Llama] public partial class Deep;\n";
    private const string Warned = "[Layers(typeof(Deep), \"0..31\")] public partial class X;\n";

    [Fact]
    public void Pragma_SuppressesAWarning()
    {
        Assert.Equal(["SOLAR206"], Ids(Deep + Warned));
        Assert.Empty(Ids(Deep + "#pragma warning disable SOLAR206\n" + Warned + "#pragma warning restore SOLAR206\n"));
        Assert.Equal(["SOLAR206"], Ids(Deep + "#pragma warning disable SOLAR206\n#pragma warning restore SOLAR206\n" + Warned));
    }

    [Fact]
    public void PragmaAddedLater_SuppressesToo()
    {
        TestProgram program = TestProgram.Of(Deep + Warned);
        CSharpCompilation compilation = program.Compile();
        GeneratorDriver driver = program.Driver().RunGenerators(compilation);

        SyntaxTree edited = program.Parse("Program.cs", Deep + "#pragma warning disable SOLAR206\n" + Warned);
        driver.RunGeneratorsAndUpdateCompilation(
            compilation.ReplaceSyntaxTree(compilation.SyntaxTrees[0], edited), out Compilation output, out ImmutableArray<Diagnostic> reported);

        Assert.Empty(Effective(output, reported));
    }

    [Fact]
    public void WarningAsError_IsAnError()
    {
        TestProgram program = TestProgram.Of(Deep + Warned);
        CSharpCompilation compilation = program.Compile();
        compilation = compilation.WithOptions(compilation.Options.WithSpecificDiagnosticOptions(
            compilation.Options.SpecificDiagnosticOptions.SetItem("SOLAR206", ReportDiagnostic.Error)));
        program.Driver().RunGeneratorsAndUpdateCompilation(compilation, out Compilation output, out ImmutableArray<Diagnostic> reported);

        Assert.Equal(DiagnosticSeverity.Error, Assert.Single(Effective(output, reported)).Severity);
    }

    private static string[] Ids(string source)
    {
        TestProgram program = TestProgram.Of(source);
        program.Driver().RunGeneratorsAndUpdateCompilation(program.Compile(), out Compilation output, out ImmutableArray<Diagnostic> reported);
        return [.. Effective(output, reported).Select(diagnostic => diagnostic.Id)];
    }

    // What the compiler shows of what a generator reports: suppressed and reconfigured ones are sorted out.
    private static ImmutableArray<Diagnostic> Effective(Compilation compilation, ImmutableArray<Diagnostic> reported) =>
        [.. CompilationWithAnalyzersFilter(compilation, reported).Where(diagnostic => !diagnostic.IsSuppressed)];

    private static System.Collections.Generic.IEnumerable<Diagnostic> CompilationWithAnalyzersFilter(Compilation compilation, ImmutableArray<Diagnostic> reported) =>
        Microsoft.CodeAnalysis.Diagnostics.CompilationWithAnalyzers.GetEffectiveDiagnostics(reported, compilation);
}
