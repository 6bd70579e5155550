using System;
using System.Collections.Generic;
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

/// <summary>
/// A program of any size: a tenth of it models, three tenths recipes over them, the rest stages, merges and data sets. Every other group of ten
/// is written in YAML, in files of fifty declarations; those in C# stand ten to a file.
/// </summary>
internal sealed class BenchmarkProgram
{
    public static readonly CSharpParseOptions Parse = CSharpParseOptions.Default.WithLanguageVersion(LanguageVersion.CSharp13);

    private const int Group = 10;
    private const int GroupsInAYamlFile = 5;

    private static readonly MetadataReference[] References =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => !path.EndsWith("Solar.Benchmarks.dll", StringComparison.Ordinal))
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    /// <param name="declarations">How many, a multiple of twenty.</param>
    public BenchmarkProgram(int declarations)
    {
        var code = new List<SyntaxTree>();
        var yaml = new List<AdditionalText>();
        var sections = new StringBuilder[4];
        for (int group = 0; group < declarations / Group; group++)
        {
            if (group % 2 == 0)
            {
                code.Add(CSharpSyntaxTree.ParseText(SourceText.From(CSharp(group / 2), Encoding.UTF8), Parse, Numbered("Group{0}.cs", group / 2)));
                continue;
            }

            if (group / 2 % GroupsInAYamlFile == 0)
            {
                sections = [new("models:\n"), new("data:\n"), new("stages:\n"), new("merges:\n")];
            }

            AddYaml(group / 2, sections);
            if (group / 2 % GroupsInAYamlFile == GroupsInAYamlFile - 1 || group + 2 >= declarations / Group)
            {
                yaml.Add(new YamlText(Numbered("group{0}.solar.yaml", group / 2), "namespace: Bench\n" + string.Concat<StringBuilder>(sections)));
            }
        }

        Yaml = [.. yaml];
        Compilation = CSharpCompilation.Create("Bench", code, References, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
    }

    /// <summary>The C# half.</summary>
    public CSharpCompilation Compilation { get; }

    /// <summary>The YAML half.</summary>
    public AdditionalText[] Yaml { get; }

    /// <summary>A compilation that shares nothing but texts and references with any that was compiled before.</summary>
    public CSharpCompilation Fresh() => CSharpCompilation.Create("Bench", Compilation.SyntaxTrees, References, Compilation.Options);

    /// <summary>A driver that has run nothing.</summary>
    public GeneratorDriver Driver(bool track = false) => CSharpGeneratorDriver.Create(
        [new SolarGenerator().AsSourceGenerator()], Yaml, Parse,
        driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: track));

    /// <summary>The program after an edit of one C# file.</summary>
    public CSharpCompilation Edited(int file, string before, string after)
    {
        SyntaxTree tree = Compilation.SyntaxTrees[file];
        string text = tree.ToString().Replace(before, after, StringComparison.Ordinal);
        return Compilation.ReplaceSyntaxTree(tree, CSharpSyntaxTree.ParseText(SourceText.From(text, Encoding.UTF8), Parse, tree.FilePath));
    }

    // One model, three recipes, two data sets, two stages and two merges; each group stands alone.
    private static string CSharp(int i) => string.Create(CultureInfo.InvariantCulture, $"""
        using Solar;
        namespace Bench;

        [Llama(HiddenSize = 512, IntermediateSize = 1408, NumHiddenLayers = {Depth(i)}, NumAttentionHeads = 8)]
        [Weights("weights/c{i}")]
        public partial class C{i};

        [Upscale(typeof(C{i}), dropTop: 1, dropBottom: 1)] public partial class C{i}Up1;
        [Upscale(typeof(C{i}), dropTop: 2, dropBottom: 2)] public partial class C{i}Up2;
        [Layers(typeof(C{i}), "0..6", "2..")] public partial class C{i}Layers;

        [TextFile("c{i}.txt")] public partial class C{i}Text;
        [JsonLines("c{i}.jsonl", Format = RecordFormat.Alpaca)] public partial class C{i}Pairs;

        [Pretrain(typeof(C{i}Up1), Data = [typeof(C{i}Text)], LearningRate = 1e-5, MaxSteps = 100)] public partial class C{i}Pre;
        [InstructionTune(typeof(C{i}Pre), Data = [typeof(C{i}Pairs)], MaxSteps = 100)] public partial class C{i}Sft;

        [Average(typeof(C{i}Sft), typeof(C{i}Pre))] public partial class C{i}Soup;
        [Average(typeof(C{i}Pre), typeof(C{i}Sft), typeof(C{i}Soup))] public partial class C{i}Mix;

        """);

    private static void AddYaml(int i, StringBuilder[] sections)
    {
        CultureInfo invariant = CultureInfo.InvariantCulture;
        sections[0].Append(invariant, $$"""
              Y{{i}}: { llama: { hidden_size: 512, intermediate_size: 1408, num_hidden_layers: {{Depth(i)}}, num_attention_heads: 8 }, weights: weights/y{{i}} }
              Y{{i}}Up1: { upscale: Y{{i}}, drop_top: 1, drop_bottom: 1 }
              Y{{i}}Up2: "Upscale(Y{{i}}, dropTop: 2, dropBottom: 2)"
              Y{{i}}Layers: { layers: Y{{i}}, ranges: ["0..6", "2.."] }

            """);
        sections[1].Append(invariant, $$"""
              Y{{i}}Text: { text_file: y{{i}}.txt }
              Y{{i}}Pairs: { json_lines: y{{i}}.jsonl, format: alpaca }

            """);
        sections[2].Append(invariant, $$"""
              Y{{i}}Pre: { pretrain: Y{{i}}Up1, data: [Y{{i}}Text], learning_rate: 1e-5, max_steps: 100 }
              Y{{i}}Sft: { instruction_tune: Y{{i}}Pre, data: [Y{{i}}Pairs], max_steps: 100 }

            """);
        sections[3].Append(invariant, $$"""
              Y{{i}}Soup: { average: [Y{{i}}Sft, Y{{i}}Pre] }
              Y{{i}}Mix: { average: [Y{{i}}Pre, Y{{i}}Sft, Y{{i}}Soup] }

            """);
    }

    private static int Depth(int i) => 16 + (i % 16);

    private static string Numbered(string format, int number) => string.Format(CultureInfo.InvariantCulture, format, number);

    private sealed class YamlText(string path, string text) : AdditionalText
    {
        private readonly SourceText _text = SourceText.From(text, Encoding.UTF8);

        public override string Path => path;

        public override SourceText GetText(CancellationToken cancellationToken = default) => _text;
    }
}
