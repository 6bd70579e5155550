using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace Solar.Generators.Tests.Harness;

/// <summary>A user's program: C# files, YAML files and what they are compiled against.</summary>
internal sealed record TestProgram
{
    /// <summary>Path and text of each C# file.</summary>
    public ImmutableArray<(string Path, string Text)> Sources { get; init; } = [];

    /// <summary>Path and text of each additional file.</summary>
    public ImmutableArray<(string Path, string Text)> Yaml { get; init; } = [];

    public LanguageVersion Language { get; init; } = LanguageVersion.Latest;

    public IReadOnlyList<MetadataReference> References { get; init; } = Harness.References.All;

    /// <summary>A program of one C# file, and possibly one YAML file.</summary>
    public static TestProgram Of(string source, string? yaml = null) => new()
    {
        Sources = [("Program.cs", source)],
        Yaml = yaml is null ? [] : [("program.solar.yaml", yaml)],
    };

    public static TestProgram OfYaml(string yaml) => new() { Yaml = [("program.solar.yaml", yaml)] };

    /// <summary>The same program with more YAML files.</summary>
    public TestProgram With(IEnumerable<(string Path, string Text)> yaml) => this with { Yaml = [.. Yaml, .. yaml] };

    /// <summary>The compilation that the generator starts from.</summary>
    public CSharpCompilation Compile(string assemblyName = "Program") => CSharpCompilation.Create(
        assemblyName,
        Sources.Select(file => Parse(file.Path, file.Text)),
        References,
        new CSharpCompilationOptions(
            OutputKind.DynamicallyLinkedLibrary,
            nullableContextOptions: NullableContextOptions.Enable,
            // As the SDK has it: TorchSharp was built against an older framework, which is no news.
            specificDiagnosticOptions: [new("CS1701", ReportDiagnostic.Suppress), new("CS1702", ReportDiagnostic.Suppress)]));

    /// <summary>A driver that remembers what each step did.</summary>
    public CSharpGeneratorDriver Driver() => CSharpGeneratorDriver.Create(
        [new SolarGenerator().AsSourceGenerator()],
        Yaml.Select(file => new MemoryText(file.Path, file.Text)),
        (CSharpParseOptions)Options(),
        driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));

    /// <summary>Runs the generator once.</summary>
    public TestRun Run() => Start(Compile());

    /// <summary>Runs the generator on a compilation of this program.</summary>
    public TestRun Start(Compilation compilation)
    {
        GeneratorDriver driver = Driver().RunGeneratorsAndUpdateCompilation(compilation, out Compilation output, out _);
        return new TestRun(driver, output);
    }

    /// <summary>A C# file, as this program parses it.</summary>
    public SyntaxTree Parse(string path, string text) =>
        CSharpSyntaxTree.ParseText(SourceText.From(text, Encoding.UTF8), (CSharpParseOptions)Options(), path);

    // Comments are parsed as for a library with documentation, so that emitted ones are checked too.
    private ParseOptions Options() => new CSharpParseOptions(Language, DocumentationMode.Diagnose);
}

/// <summary>An additional file in memory.</summary>
internal sealed class MemoryText(string path, string text) : AdditionalText
{
    public override string Path { get; } = path;

    public override SourceText GetText(System.Threading.CancellationToken cancellationToken = default) => SourceText.From(text, Encoding.UTF8);
}
