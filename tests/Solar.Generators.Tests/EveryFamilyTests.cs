using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Solar.Families;
using Solar.Generators.Tests.Harness;
using Solar.Specs;
using Xunit;

namespace Solar.Generators.Tests;

/// <summary>Every family with every key written, as an attribute and in YAML: one emitted code. The programs are made from the vocabularies.</summary>
public class EveryFamilyTests
{
    // Small sizes that go together; every other key stands at the contrary of its default, or at it.
    private static readonly Dictionary<string, string> Values = new(StringComparer.Ordinal)
    {
        ["vocab_size"] = "64",
        ["hidden_size"] = "32",
        ["n_embd"] = "32",
        ["intermediate_size"] = "48",
        ["n_inner"] = "48",
        ["ffn_hidden_size"] = "48",
        ["num_hidden_layers"] = "2",
        ["n_layer"] = "2",
        ["num_attention_heads"] = "4",
        ["n_head"] = "4",
        ["num_key_value_heads"] = "2",
        ["num_kv_heads"] = "2",
        ["head_dim"] = "8",
        ["kv_channels"] = "8",
        ["max_position_embeddings"] = "64",
        ["n_positions"] = "64",
        ["seq_length"] = "32",
        ["sliding_window"] = "4",
        ["max_window_layers"] = "1",
        ["num_local_experts"] = "4",
        ["num_experts"] = "4",
        ["num_experts_per_tok"] = "2",
        ["moe_intermediate_size"] = "24",
        ["shared_expert_intermediate_size"] = "40",
        ["decoder_sparse_step"] = "1",
        ["mlp_only_layers"] = "[1]",
        ["num_ln_in_parallel_attn"] = "2",
        ["original_max_position_embeddings"] = "16",
        ["rope_scaling.original_max_position_embeddings"] = "16",
        ["rope_scaling.factor"] = "2.0",
        ["rope_scaling.long_factor"] = "[2.5, 3.5]",
        ["rope_scaling.short_factor"] = "[1.5, 1.0]",
        ["rotary_pct"] = "0.5",
        ["partial_rotary_factor"] = "0.5",
        ["layer_types"] = "[full_attention, sliding_attention]",
        ["pad_token_id"] = "0",
        ["bos_token_id"] = "3",
        ["eos_token_id"] = "4",
        ["dtype"] = "bfloat16",
        ["rope_scaling.rope_type"] = "llama3",
        ["cache_implementation"] = "static",
        ["pretraining_tp"] = "1",
    };

    public static TheoryData<string> Families => [.. Family.All.Select(family => family.ModelType)];

    /// <summary>The attributes that are written here.</summary>
    public static IReadOnlyCollection<string> Names { get; } =
    [
        .. Family.All.Where(family => family.ModelType is not ("llama" or "mistral")).Select(family => AttributeName(family.ModelType)), "DecoderAttribute",
        .. DecoderVocabulary.Components.Select(component => AttributeName(component.Name)),
    ];

    /// <summary>Each combination of components that exclude each other.</summary>
    public static TheoryData<string, string, string> Choices => new()
    {
        { "rotary_embedding", "gated_mlp", "rms_norm" },
        { "alibi", "mlp", "layer_norm" },
        { "learned_positions", "mlp", "rms_norm" },
    };

    [Theory]
    [MemberData(nameof(Choices))]
    public void EveryKeyOfEveryComponent_ReadsAlike(string positions, string mlp, string norm)
    {
        Vocabulary[] components =
        [
            .. DecoderVocabulary.Components.Where(component => component.Name is "attention" or "mixture_of_experts" or "residual"
                || component.Name == positions || component.Name == mlp || component.Name == norm),
        ];
        string csharp = "using Solar;\nnamespace Paper;\n" + string.Concat(components.Prepend(DecoderVocabulary.Own).Select(Attribute)) + "public partial class A;";
        string yaml = "namespace: Paper\nmodels:\n  A:\n" + string.Concat(components.Prepend(DecoderVocabulary.Own).Select(component =>
            $"    {component.Name}: {{ {string.Join(", ", component.Keys.Select(key => $"{key.Name}: {ComponentValue(key)}"))} }}\n"));

        AssertAlike(csharp, yaml);
    }

    private static string Attribute(Vocabulary word) =>
        $"[{AttributeName(word.Name)[..^nameof(System.Attribute).Length]}({string.Join(", ", word.Keys.Select(key => $"{key.PropertyName} = {CSharp(key, ComponentValue(key))}"))})]\n";

    private static string ComponentValue(ConfigKey key) => key.Name switch
    {
        "kind" => "sequential",
        "norms" => "sandwich",
        "qk_norm" => "whole",
        "rope_type" => "llama3",
        "factor" or "embedding_scale" or "query_pre_attn_scalar" or "final_logit_softcapping" or "attn_logit_softcapping" => "8.0",
        "num_positions" => "64",
        _ => Value(key),
    };

    [Theory]
    [MemberData(nameof(Families))]
    public void EveryKey_ReadsAlike(string word)
    {
        Family family = Family.Find(word)!;
        IEnumerable<(ConfigKey Key, string Value)> values = family.Vocabulary.Keys.Select(key => (key, Value(key)));
        string attribute = AttributeName(word)[..^nameof(Attribute).Length];
        string csharp = $"using Solar;\nnamespace Paper;\n[{attribute}({string.Join(", ", values.Select(pair => $"{pair.Key.PropertyName} = {CSharp(pair.Key, pair.Value)}"))})]\npublic partial class A;";
        string yaml = $"namespace: Paper\nmodels:\n  A:\n    {word}:\n"
            + string.Concat(values.Where(pair => !pair.Key.Name.Contains('.', StringComparison.Ordinal)).Select(pair => $"      {pair.Key.Name}: {pair.Value}\n"))
            + string.Concat(values.Where(pair => pair.Key.Name.Contains('.', StringComparison.Ordinal)).GroupBy(pair => pair.Key.Name.Split('.')[0]).Select(nested =>
                $"      {nested.Key}: {{ {string.Join(", ", nested.Select(pair => $"{pair.Key.Name.Split('.')[1]}: {pair.Value}"))} }}\n"));

        AssertAlike(csharp, yaml);
    }

    private static void AssertAlike(string csharp, string yaml)
    {
        TestRun left = TestProgram.Of(csharp).Run();
        TestRun right = TestProgram.OfYaml(yaml).Run();

        Assert.Empty(left.Messages);
        Assert.Empty(right.Messages);
        Assert.Equal(left.Files.OrderBy(file => file.HintName), right.Files.OrderBy(file => file.HintName));
        left.AssertCompiles();
    }

    private static string AttributeName(string word) =>
        string.Concat(word.Split('_').Select(part => char.ToUpperInvariant(part[0]) + part[1..])) + nameof(Attribute);

    private static string Value(ConfigKey key) => (key.Name, key.Kind) switch
    {
        ("rope_scaling.rope_type", _) when key.Choices.Contains("longrope") => "longrope",
        var (name, _) when Values.TryGetValue(name, out string? value) => value,
        (_, ConfigKind.Boolean) when !key.IsAlwaysDefault => key.Default is { Canonical: "true" } ? "false" : "true",
        (_, ConfigKind.Text) => key.Choices[0],
        (_, ConfigKind.Number) when key.Default is { } number && key.Maximum is null => (number.AsNumber() * 2).ToString("0.0##########", CultureInfo.InvariantCulture),
        _ => key.Default!.Value.Canonical,
    };

    private static string CSharp(ConfigKey key, string value) => (key.Name, key.Kind) switch
    {
        ("dtype", _) => "Dtype.BFloat16",
        (_, ConfigKind.Text) => $"\"{value}\"",
        (_, ConfigKind.List) when key.ItemKind == ConfigKind.Text => $"[{string.Join(", ", value.Trim('[', ']').Split(", ").Select(item => $"\"{item}\""))}]",
        _ => value,
    };
}
