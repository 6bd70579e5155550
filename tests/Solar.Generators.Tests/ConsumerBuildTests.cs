using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;
using Solar.Testing;
using Xunit;

namespace Solar.Generators.Tests;

/// <summary>
/// A project that uses the package's props and targets, built by the SDK with a generator and analyzers that fail. The compiler itself only warns of that,
/// and what the generator should have made is missing.
/// </summary>
public sealed class ConsumerBuildTests : IDisposable
{
    private const string Failing = """
        using System;
        using System.Collections.Immutable;
        using Microsoft.CodeAnalysis;
        using Microsoft.CodeAnalysis.Diagnostics;

        [Generator(LanguageNames.CSharp)]
        public sealed class FailingGenerator : IIncrementalGenerator
        {
            public void Initialize(IncrementalGeneratorInitializationContext context) =>
                context.RegisterSourceOutput(context.CompilationProvider, (_, _) => throw new InvalidOperationException("generator"));
        }

        [DiagnosticAnalyzer(LanguageNames.CSharp)]
        public sealed class FailingAnalyzer : DiagnosticAnalyzer
        {
            public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
                ImmutableArray.Create(new DiagnosticDescriptor("X1", "t", "m", "c", DiagnosticSeverity.Warning, true));

            public override void Initialize(AnalysisContext context) => context.RegisterCompilationAction(_ => throw new InvalidOperationException("analyzer"));
        }
        """;

    private const string Unmakeable = """
        using System;
        using System.Collections.Immutable;
        using Microsoft.CodeAnalysis;
        using Microsoft.CodeAnalysis.Diagnostics;

        [DiagnosticAnalyzer(LanguageNames.CSharp)]
        public sealed class AnalyzerThatCannotBeMade : DiagnosticAnalyzer
        {
            public AnalyzerThatCannotBeMade() => throw new InvalidOperationException("constructor");

            public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => default;

            public override void Initialize(AnalysisContext context)
            {
            }
        }
        """;

    // Compiled against a compiler that nobody has yet.
    private const string Newer = """
        using Microsoft.CodeAnalysis.Diagnostics;

        [DiagnosticAnalyzer("C#")]
        public sealed class AnalyzerOfTomorrow : DiagnosticAnalyzer;
        """;

    private const string CompilerOfTomorrow = """
        [assembly: System.Reflection.AssemblyVersion("99.0.0.0")]

        namespace Microsoft.CodeAnalysis.Diagnostics;

        public abstract class DiagnosticAnalyzer;

        public sealed class DiagnosticAnalyzerAttribute(string firstLanguage, params string[] additionalLanguages) : System.Attribute
        {
            public string[] Languages { get; } = [firstLanguage, .. additionalLanguages];
        }
        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("solar-consumer");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData(true, Failing, "error CS8785", "error AD0001")]
    [InlineData(true, Unmakeable, "error CS8032")]
    [InlineData(true, Newer, "error CS9057")]
    [InlineData(false, Failing, "warning CS8785", "warning AD0001")]
    [InlineData(false, Newer, "warning CS9057")]
    public async Task FailureOfAGenerator_IsAnErrorOfTheBuild(bool usesTargets, string source, params string[] said)
    {
        CompileAnalyzers(source);
        string targets = Repository.Path("src/Solar.Generators/buildTransitive/Solar.Generators.targets");
        File.WriteAllText(Path.Combine(_folder.FullName, "Consumer.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <WarningsAsErrors>CS0168</WarningsAsErrors>
              </PropertyGroup>
              <ItemGroup>
                <Analyzer Include="Failing.dll" />
              </ItemGroup>
              {(usesTargets ? $"<Import Project=\"{targets}\" />" : "")}
            </Project>
            """);
        File.WriteAllText(Path.Combine(_folder.FullName, "C.cs"), "public class C;");

        ChildResult build = await ChildProcess.RunAsync("dotnet", ["build", _folder.FullName, "-v", "q", "-p:UseSharedCompilation=false"]);

        Assert.All(said, message => Assert.Contains(message, build.Output, StringComparison.Ordinal));
        Assert.Equal(usesTargets, build.ExitCode != 0);
    }

    private void CompileAnalyzers(string source)
    {
        MetadataReference compiler = source == Newer
            ? Compile("Microsoft.CodeAnalysis", CompilerOfTomorrow, []).ToMetadataReference()
            : MetadataReference.CreateFromFile(typeof(Compilation).Assembly.Location);
        EmitResult result = Compile("Failing", source, [compiler]).Emit(Path.Combine(_folder.FullName, "Failing.dll"));
        Assert.True(result.Success, string.Join("\n", result.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)));
    }

    private static CSharpCompilation Compile(string name, string source, MetadataReference[] references) => CSharpCompilation.Create(
        name, [CSharpSyntaxTree.ParseText(source)], [.. Harness.References.Framework, .. references], new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
}
