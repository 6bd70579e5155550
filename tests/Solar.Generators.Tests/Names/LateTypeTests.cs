using System.Collections.Immutable;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Solar.Generators.Analyzers;
using Solar.Generators.Tests.Harness;
using Solar.Generators.Tests.Inputs;
using Solar.Generators.Tests.Rules;
using Xunit;

namespace Solar.Generators.Tests.Names;

/// <summary>Classes that exist only since generators ran, and are no declarations.</summary>
public class LateTypeTests
{
    public static TheoryData<string> Inputs => new(SnapshotInputs.All.Keys);

    [Theory]
    [InlineData("[Upscale(typeof({0}), 1, 1)] public partial class X;", "Made",
        "'Made' is no model, stage or merge: another generator makes it, and what generators make cannot be a declaration")]
    [InlineData("[Pretrain(typeof(Base), Data = [typeof({0})])] public partial class X;", "Made",
        "'Made' is no data set: another generator makes it, and what generators make cannot be a declaration")]
    [InlineData("[Upscale(typeof({0}), 1, 1)] public partial class X;", "Base.Backbone",
        "'Base.Backbone' is no model, stage or merge: it is a part of what is emitted for 'Base'")]
    public async Task ClassThatIsMadeLate_IsOneError(string declaration, string name, string message)
    {
        TestProgram program = TestProgram.Of(
            "using Solar;\nnamespace Paper;\n" + RuleExample.Base + declaration.Replace("{0}", name, System.StringComparison.Ordinal));

        (Compilation output, ImmutableArray<Diagnostic> reported) = await RunAsync(program);

        Diagnostic error = Assert.Single(output.GetDiagnostics().Concat(reported), diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
        Assert.Equal("SOLAR005: " + message, TestRun.Message(error));
        Assert.Equal(name, error.Location.SourceTree!.ToString().Substring(error.Location.SourceSpan.Start, error.Location.SourceSpan.Length));
    }

    /// <summary>What the generator can judge it judges itself; YAML's classes too exist late, and are declarations.</summary>
    [Theory]
    [MemberData(nameof(Inputs))]
    public async Task Declarations_AreNotReported(string input)
    {
        (_, ImmutableArray<Diagnostic> reported) = await RunAsync(SnapshotInputs.All[input]);

        Assert.DoesNotContain(reported, diagnostic => diagnostic.Location.IsInSource && diagnostic.Properties.IsEmpty && diagnostic.GetMessage(null).Contains("generator", System.StringComparison.Ordinal));
        Assert.DoesNotContain(reported, diagnostic => diagnostic.GetMessage(null).Contains("part of what is emitted", System.StringComparison.Ordinal));
    }

    private static async Task<(Compilation Output, ImmutableArray<Diagnostic> Reported)> RunAsync(TestProgram program)
    {
        CSharpGeneratorDriver.Create([new SolarGenerator().AsSourceGenerator(), new OtherGenerator().AsSourceGenerator()], program.Yaml.Select(file => new MemoryText(file.Path, file.Text)))
            .WithUpdatedParseOptions(program.Parse("x.cs", "").Options)
            .RunGeneratorsAndUpdateCompilation(program.Compile(), out Compilation output, out ImmutableArray<Diagnostic> generated);
        ImmutableArray<Diagnostic> analyzed = await output.WithAnalyzers([new LateTypeAnalyzer()]).GetAnalyzerDiagnosticsAsync();
        return (output, generated.AddRange(analyzed));
    }

    private sealed class OtherGenerator : IIncrementalGenerator
    {
        public void Initialize(IncrementalGeneratorInitializationContext context) =>
            context.RegisterSourceOutput(context.CompilationProvider, static (output, _) => output.AddSource("Made.g.cs", "namespace Paper { public class Made; }"));
    }
}
