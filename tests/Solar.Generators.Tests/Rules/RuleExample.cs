using System.Collections.Generic;
using System.Linq;
using Solar.Generators.Tests.Harness;

namespace Solar.Generators.Tests.Rules;

/// <summary>A program that breaks one rule once, with the place marked, and the message that it must give.</summary>
/// <param name="Id">The rule.</param>
/// <param name="Front">Which front end.</param>
/// <param name="Text">The marked file.</param>
/// <param name="Message">The message.</param>
public sealed record RuleExample(string Id, FrontEnd Front, string Text, string Message)
{
    private const string CSharpHead = "using Solar;\n\nnamespace Paper;\n\n";
    private const string YamlHead = "namespace: Paper\n";

    /// <summary>Every example.</summary>
    public static IReadOnlyList<RuleExample> All { get; } =
    [
        .. FormExamples.All, .. NameExamples.All, .. ArchitectureExamples.All, .. RecipeExamples.All, .. WeightsExamples.All, .. MergeExamples.All,
        .. TrainingExamples.All, .. FileExamples.All,
    ];

    /// <summary>A small model of four layers, named Base, for others to be made from.</summary>
    public const string Base =
        "[Llama(HiddenSize = 64, IntermediateSize = 128, NumHiddenLayers = 4, NumAttentionHeads = 4, VocabSize = 100)] public partial class Base;\n";

    /// <summary>The same in YAML.</summary>
    public const string YamlBase =
        "  Base: { llama: { hidden_size: 64, intermediate_size: 128, num_hidden_layers: 4, num_attention_heads: 4, vocab_size: 100 } }\n";

    public static RuleExample CSharp(string id, string text, string message) => new(id, FrontEnd.CSharp, CSharpHead + text, message);

    public static RuleExample Yaml(string id, string text, string message) => new(id, FrontEnd.Yaml, YamlHead + text, message);

    /// <summary>Further YAML files of the program.</summary>
    public IReadOnlyList<string> Others { get; init; } = [];

    /// <summary>A C# file beside a YAML file; empty for none.</summary>
    public string Beside { get; init; } = "";

    /// <summary>Path and text of further additional files.</summary>
    public IReadOnlyList<(string Path, string Text)> Files { get; init; } = [];

    internal TestProgram Program => (Front == FrontEnd.CSharp ? TestProgram.Of(Text) : Beside.Length > 0 ? TestProgram.Of(Beside, Text) : TestProgram.OfYaml(Text))
        .With(Others.Select((text, i) => ($"other{i}.solar.yaml", text)).Concat(Files));

    public override string ToString() => $"{Id} {Front} #{All.Where(example => example.Id == Id && example.Front == Front).ToList().IndexOf(this)}";
}

/// <summary>Where declarations are written.</summary>
public enum FrontEnd
{
    CSharp,
    Yaml,
}
