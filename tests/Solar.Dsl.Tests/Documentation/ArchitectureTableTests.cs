using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Solar.Families;
using Solar.Specs;
using Solar.Testing;
using Xunit;

namespace Solar.Dsl.Tests.Documentation;

/// <summary>The table of docs/architectures.md is made from the specs.</summary>
public class ArchitectureTableTests
{
    private const string Head = "| declaration | attention | positions | feed-forward | norms | residual | embedding and head | q, k, v stored |";

    private static readonly (string Name, string Family, (string, ConfigValue)[] Keys)[] Variants =
    [
        .. Family.All.Where(family => family.ModelType != "falcon").Select(family => (family.ModelType, family.ModelType, Array.Empty<(string, ConfigValue)>())),
        ("falcon 7B", "falcon", []),
        ("falcon 40B, 180B", "falcon", [("new_decoder_architecture", ConfigValue.Of(true)), ("hidden_size", ConfigValue.Of(8192L)), ("num_attention_heads", ConfigValue.Of(128L)), ("num_kv_heads", ConfigValue.Of(8L))]),
        ("falcon RW", "falcon", [("alibi", ConfigValue.Of(true)), ("multi_query", ConfigValue.Of(false)), ("parallel_attn", ConfigValue.Of(false)), ("bias", ConfigValue.Of(true)), ("hidden_size", ConfigValue.Of(2048L)), ("num_attention_heads", ConfigValue.Of(32L))]),
    ];

    /// <summary>With <c>SOLAR_ACCEPT_SNAPSHOTS=1</c> the table is written anew.</summary>
    [Fact]
    public void Families_AreListedByTheirComponents()
    {
        string path = Repository.Path("docs/architectures.md");
        string[] page = File.ReadAllLines(path);
        string[] expected = [.. Variants.OrderBy(variant => variant.Name, StringComparer.Ordinal).Select(variant => Row(variant.Name, Spec(variant.Family, variant.Keys)))];
        int head = Array.IndexOf(page, Head);
        if (Environment.GetEnvironmentVariable("SOLAR_ACCEPT_SNAPSHOTS") == "1")
        {
            string[] behind = [.. page.Skip(head + 2).SkipWhile(line => line.StartsWith('|'))];
            File.WriteAllText(path, string.Join('\n', [.. page.Take(head + 2), .. expected, .. behind]) + "\n");
            return;
        }

        Assert.Equal(expected, page.Skip(head + 2).TakeWhile(line => line.StartsWith('|')));
    }

    private static DecoderSpec Spec(string family, (string Key, ConfigValue Value)[] keys) =>
        Family.Find(family)!.Lower(ConfigValues.From(keys.Select(key => new KeyValuePair<string, ConfigValue>(key.Key, key.Value))));

    private static string Row(string name, DecoderSpec spec) =>
        $"| `{name}` | {Attention(spec)} | {Positions(spec)} | {FeedForward(spec)} | {Norms(spec)} | {Residual(spec.Residual)} | {Outside(spec)} | {Stored(spec.Layout)} |";

    private static string Attention(DecoderSpec spec)
    {
        AttentionSpec attention = spec.Attention;
        List<string> parts =
        [
            attention.NumKeyValueHeads == 1 ? "multi-query" : attention.NumKeyValueHeads < attention.NumAttentionHeads ? "grouped" : "multi-head",
            .. attention.QueryKeyValueBias ? [attention.OutputBias ? "biases" : "q, k, v biases"] : Array.Empty<string>(),
            .. attention.QueryKeyNorm == QueryKeyNorm.None ? [] : new[] { attention.QueryKeyNorm == QueryKeyNorm.Whole ? "q and k normed whole" : "q and k normed per head" },
            .. attention.SoftCap is null ? [] : new[] { "soft cap" },
        ];
        int?[] windows = [.. spec.LayerKinds.Select(kind => kind.Attention.SlidingWindow).Distinct()];
        parts.AddRange(windows.Length > 1 ? ["window in some layers"] : windows[0] is null ? [] : ["window"]);
        return string.Join(", ", parts);
    }

    private static string Positions(DecoderSpec spec) => spec.Positions switch
    {
        RotaryEmbeddingSpec rotary when rotary.RotaryDim < spec.Attention.HeadDim => "rotary, part of each head",
        RotaryEmbeddingSpec => "rotary",
        AlibiSpec => "ALiBi",
        _ => "learned",
    };

    private static string FeedForward(DecoderSpec spec) => string.Join("; ", spec.LayerKinds.Select(kind => kind.Mlp).Distinct().Select(block => block switch
    {
        MixtureOfExpertsSpec mixture => $"{mixture.NumExpertsPerToken} of {mixture.NumExperts} experts"
            + (mixture.SharedExpert is null ? "" : " and a shared one") + (mixture.NormTopK ? ", weights normed" : ""),
        MlpSpec mlp => $"{(mlp.IsGated ? "gated" : "plain")}, {mlp.HiddenAct}{(mlp.Bias ? ", biases" : "")}",
        _ => throw new InvalidOperationException($"{block} has no words"),
    }));

    private static string Norms(DecoderSpec spec) => (spec.Norm.Kind switch
    {
        NormKind.Layer => spec.Norm.Bias ? "LayerNorm" : "LayerNorm without bias",
        NormKind.RmsPlusOne => "RMS, 1 + weight",
        _ => "RMS",
    }) + spec.Residual.Norms switch
    {
        NormPlacement.After => ", after",
        NormPlacement.Sandwich => ", before and after",
        _ => ", before",
    };

    private static string Residual(ResidualSpec residual) => residual.Kind switch
    {
        ResidualKind.Parallel => "parallel, two norms",
        ResidualKind.ParallelSharedNorm => "parallel, one norm",
        _ => "sequential",
    };

    private static string Outside(DecoderSpec spec) => string.Join(", ", (string[])
    [
        spec.Head.IsTied ? "tied" : "untied",
        .. spec.EmbeddingScale is null ? Array.Empty<string>() : ["scaled"],
        .. spec.Head.SoftCap is null ? Array.Empty<string>() : ["soft cap"],
    ]);

    private static string Stored(CheckpointLayout layout) => layout.Attention.Layout switch
    {
        ProjectionLayout.Concatenated => "one after the other",
        ProjectionLayout.Interleaved => "per key/value head",
        _ => "apart",
    } + (layout.IsTransposed ? ", transposed" : "");
}
