using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;
using Solar.Generators;

namespace Solar.Benchmarks;

/// <summary>The generator on programs of 20 and 200 declarations: first run, warm run, and after an unrelated edit.</summary>
internal static class GeneratorBenchmark
{
    private static readonly CSharpParseOptions Parse = CSharpParseOptions.Default.WithLanguageVersion(LanguageVersion.CSharp13);

    public static void Run()
    {
        foreach (int declarations in new[] { 20, 200 })
        {
            Measure(declarations);
        }
    }

    private static void Measure(int declarations)
    {
        (CSharpCompilation compilation, AdditionalText yaml) = Program(declarations);
        string name = string.Create(CultureInfo.InvariantCulture, $"generator, {declarations} declarations");

        Alternating.Report(name + ", first run in this process", Alternating.Milliseconds(() => Driver(yaml).RunGenerators(compilation)));
        Alternating.Measure(
            name + ", warm",
            "compiling what it emitted",
            () => Driver(yaml).RunGenerators(Fresh(compilation)),
            () =>
            {
                Driver(yaml).RunGeneratorsAndUpdateCompilation(compilation, out Compilation output, out _);
                using var image = new MemoryStream();
                if (!output.Emit(image).Success)
                {
                    throw new InvalidOperationException("The emitted source does not compile.");
                }
            },
            rounds: 7);

        GeneratorDriver driver = Driver(yaml).RunGenerators(compilation);
        int emitted = 0;
        double[] edits = new double[15];
        for (int i = 0; i < edits.Length; i++)
        {
            CSharpCompilation edited = compilation.AddSyntaxTrees(
                CSharpSyntaxTree.ParseText($"class Unrelated{i.ToString(CultureInfo.InvariantCulture)} {{ }}", Parse, $"u{i}.cs"));
            edits[i] = Alternating.Milliseconds(() => driver = driver.RunGenerators(edited));
            emitted += driver.GetRunResult().Results[0].TrackedOutputSteps
                .SelectMany(step => step.Value).SelectMany(step => step.Outputs)
                .Count(output => output.Reason is IncrementalStepRunReason.New or IncrementalStepRunReason.Modified);
        }

        Alternating.Report(name + ", after an unrelated edit", edits);
        Console.WriteLine($"  files emitted anew over {edits.Length} edits: {emitted}");
    }

    private static GeneratorDriver Driver(AdditionalText yaml) => CSharpGeneratorDriver.Create(
        [new SolarGenerator().AsSourceGenerator()], [yaml], Parse,
        driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));

    private static CSharpCompilation Fresh(CSharpCompilation compilation) => compilation.WithAssemblyName(compilation.AssemblyName);

    // Half of the declarations in C#, half in YAML: a base to every three recipes over it.
    private static (CSharpCompilation Compilation, AdditionalText Yaml) Program(int declarations)
    {
        var code = new StringBuilder("using Solar;\nnamespace Bench;\n");
        var yaml = new StringBuilder("namespace: Bench\nmodels:\n");
        for (int i = 0; i < declarations / 2; i++)
        {
            int depth = 16 + (i / 4);
            string number = i.ToString(CultureInfo.InvariantCulture);
            string @base = ((i / 4) * 4).ToString(CultureInfo.InvariantCulture);
            if (i % 4 == 0)
            {
                code.AppendLine(CultureInfo.InvariantCulture, $"[Llama(HiddenSize = 512, NumHiddenLayers = {depth}, NumAttentionHeads = 8)] public partial class C{number};");
                yaml.AppendLine(CultureInfo.InvariantCulture, $"  Y{number}: {{ llama: {{ hidden_size: 512, num_hidden_layers: {depth}, num_attention_heads: 8 }} }}");
            }
            else
            {
                code.AppendLine(CultureInfo.InvariantCulture, $"[Upscale(typeof(C{@base}), dropTop: {i % 4}, dropBottom: {i % 4})] public partial class C{number};");
                yaml.AppendLine(CultureInfo.InvariantCulture, $"  Y{number}: {{ upscale: Y{@base}, drop_top: {i % 4}, drop_bottom: {i % 4} }}");
            }
        }

        string trusted = (string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!;
        CSharpCompilation compilation = CSharpCompilation.Create(
            "Bench",
            [CSharpSyntaxTree.ParseText(code.ToString(), Parse, "Bench.cs")],
            trusted.Split(Path.PathSeparator).Where(path => !path.EndsWith("Solar.Benchmarks.dll", StringComparison.Ordinal)).Select(path => MetadataReference.CreateFromFile(path)),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        return (compilation, new YamlText("bench.solar.yaml", yaml.ToString()));
    }

    private sealed class YamlText(string path, string text) : AdditionalText
    {
        public override string Path => path;

        public override SourceText GetText(CancellationToken cancellationToken = default) => SourceText.From(text, Encoding.UTF8);
    }
}
