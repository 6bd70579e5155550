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

    /// <summary>As docs/diagnostics/README.md has it: sections reach C#, and files of all kinds are reached by a global config.</summary>
    [Theory]
    [InlineData("/p/.editorconfig", "[*.cs]\ndotnet_diagnostic.SOLAR206.severity = none\n", new[] { "SOLAR206 program.solar.yaml" })]
    [InlineData("/p/.editorconfig", "[*]\ndotnet_diagnostic.SOLAR206.severity = none\n", new[] { "SOLAR206 program.solar.yaml" })]
    [InlineData("/p/.editorconfig", "[*.yaml]\ndotnet_diagnostic.SOLAR206.severity = none\n", new[] { "SOLAR206 Program.cs", "SOLAR206 program.solar.yaml" })]
    [InlineData("/p/.globalconfig", "is_global = true\ndotnet_diagnostic.SOLAR206.severity = none\n", new string[0])]
    public void ConfigFile_ReachesWhatIsDocumented(string path, string config, string[] left)
    {
        TestProgram program = TestProgram.Of(Deep + Warned, "namespace: Paper\nmodels:\n  Y: { layers: Deep, ranges: [0..31] }\n");
        program = program with { Sources = [("/p/Program.cs", program.Sources[0].Text)], Yaml = [("/p/program.solar.yaml", program.Yaml[0].Text)] };
        CSharpCompilation compilation = program.Compile();
        compilation = compilation.WithOptions(compilation.Options.WithSyntaxTreeOptionsProvider(
            new Configured(AnalyzerConfigSet.Create(ImmutableArray.Create(AnalyzerConfig.Parse(config, path))))));
        program.Driver().RunGeneratorsAndUpdateCompilation(compilation, out Compilation output, out ImmutableArray<Diagnostic> reported);

        Assert.Equal(left, Effective(output, reported).Select(diagnostic => $"{diagnostic.Id} {System.IO.Path.GetFileName(diagnostic.Location.GetLineSpan().Path)}"));
    }

    private sealed class Configured(AnalyzerConfigSet set) : SyntaxTreeOptionsProvider
    {
        public override GeneratedKind IsGenerated(SyntaxTree tree, System.Threading.CancellationToken cancellationToken) => GeneratedKind.Unknown;

        public override bool TryGetDiagnosticValue(
            SyntaxTree tree, string diagnosticId, System.Threading.CancellationToken cancellationToken, out ReportDiagnostic severity) =>
            set.GetOptionsForSourcePath(tree.FilePath).TreeOptions.TryGetValue(diagnosticId, out severity);

        public override bool TryGetGlobalDiagnosticValue(string diagnosticId, System.Threading.CancellationToken cancellationToken, out ReportDiagnostic severity) =>
            set.GlobalConfigOptions.TreeOptions.TryGetValue(diagnosticId, out severity);
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
