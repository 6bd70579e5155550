using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using Solar.Lab.CommandLine;
using Solar.Runtime.Checkpoints;
using Solar.Testing;
using Xunit;

namespace Solar.Lab.Tests.CommandLine;

/// <summary>Result folders against those that transformers and mergekit wrote, file by file: names, layout, metadata, types, keys.</summary>
public sealed class LayoutTests : CommandLineTest
{
    // What says who wrote a file; GPT-2's keys of a head for other tasks; and GPT-NeoX's second names of rotary_pct and rotary_emb_base.
    private static readonly string[] OfTheWriter =
    [
        "_name_or_path", "transformers_version", "summary_first_dropout", "summary_proj_to_labels", "summary_type", "summary_use_proj", "summary_activation",
    ];

    private static readonly string[] SecondNames = ["partial_rotary_factor", "rope_theta"];

    [SkippableTheory]
    [InlineData("llama")]
    [InlineData("llama3_rope")]
    [InlineData("llama_mha_tied_bias")]
    [InlineData("mistral")]
    [InlineData("mixtral")]
    [InlineData("qwen2")]
    [InlineData("qwen2_tied")]
    [InlineData("qwen2_moe")]
    [InlineData("gemma")]
    [InlineData("gemma2")]
    [InlineData("phi3")]
    [InlineData("gpt2")]
    [InlineData("gpt_neox")]
    [InlineData("falcon7b")]
    public async Task ModelThatIsCopiedWhole_IsWhatTransformersWrote(string name)
    {
        string golden = SolarAssets.Path("golden/" + name);
        int layers = Layers(golden);
        LabRun run = await LabRun.ToolAsync("upscale", "--base", golden, "--recipe", $"Layers(base, 0..{layers})", "--out", At("out"));
        Assert.True(run.ExitCode == ExitCode.Success, run.ToString());

        // Header, order, padding and data: the very bytes.
        Assert.Equal(File.ReadAllBytes(Path.Combine(golden, "model.safetensors")), File.ReadAllBytes(At("out/model.safetensors")));
        Assert.Equal(File.ReadAllBytes(Path.Combine(golden, "generation_config.json")), File.ReadAllBytes(At("out/generation_config.json")));
        AssertKeys(golden, At("out"), name == "gpt_neox" ? SecondNames : []);
        Assert.Equal(["config.json", "generation_config.json", "model.safetensors", "solar.json"], Directory.GetFiles(At("out")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [SkippableTheory]
    [InlineData("dus")]
    [InlineData("linear")]
    [InlineData("slerp_bf16")]
    public async Task MergedFolder_HasTheNamesTypesAndKeysOfTheReferences(string name)
    {
        LabRun run = await LabRun.ToolAsync("merge", SolarAssets.Path($"golden/merge/{name}.yml"), At("out"));
        Assert.True(run.ExitCode == ExitCode.Success, run.ToString());

        string golden = SolarAssets.Path($"golden/merge/out_{name}");
        (JsonElement expected, JsonElement found) = (Header(golden), Header(At("out")));
        Assert.Equal("pt", found.GetProperty("__metadata__").GetProperty("format").GetString());
        Assert.Equal(Entries(expected), Entries(found));
        AssertKeys(golden, At("out"), []);
    }

    [SkippableFact]
    public async Task ShardedFolder_HasTheIndexOfTransformers()
    {
        string stories = SolarAssets.Path("stories260K/hf");
        LabRun run = await LabRun.ToolAsync("upscale", "--base", stories, "--recipe", $"Upscale(base, dropTop: 1, dropBottom: 1)", "--max-shard-size", "300kB", "--out", At("out"));
        Assert.True(run.ExitCode == ExitCode.Success, run.ToString());

        using JsonDocument index = JsonDocument.Parse(File.ReadAllText(At("out/model.safetensors.index.json")));
        string[] shards = [.. Directory.GetFiles(At("out"), "*.safetensors").Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];
        Assert.Equal(shards, Enumerable.Range(1, shards.Length).Select(i => $"model-{i:D5}-of-{shards.Length:D5}.safetensors"));
        using CheckpointReader reader = CheckpointReader.Open(At("out"));
        Assert.Equal(["metadata", "weight_map"], index.RootElement.EnumerateObject().Select(property => property.Name));
        Assert.Equal(reader.Tensors.Values.Sum(tensor => tensor.Info.ByteCount), index.RootElement.GetProperty("metadata").GetProperty("total_size").GetInt64());
        Assert.Equal(
            reader.Tensors.ToDictionary(pair => pair.Key, pair => pair.Value.File.Name),
            index.RootElement.GetProperty("weight_map").EnumerateObject().ToDictionary(property => property.Name, property => property.Value.GetString()!));
        Assert.All(
            ["tokenizer.model", "tokenizer_config.json", "generation_config.json"],
            file => Assert.Equal(File.ReadAllBytes(Path.Combine(stories, file)), File.ReadAllBytes(At("out/" + file))));
        AssertKeys(stories, At("out"), ["num_hidden_layers"]);
    }

    private static int Layers(string folder)
    {
        using JsonDocument config = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "config.json")));
        return (config.RootElement.TryGetProperty("num_hidden_layers", out JsonElement layers) ? layers : config.RootElement.GetProperty("n_layer")).GetInt32();
    }

    /// <summary>Every key of the reference's config.json that has a value stands in ours with the same one; a null of theirs may be left out.</summary>
    private static void AssertKeys(string expected, string found, string[] except)
    {
        using JsonDocument theirs = JsonDocument.Parse(File.ReadAllText(Path.Combine(expected, "config.json")));
        using JsonDocument ours = JsonDocument.Parse(File.ReadAllText(Path.Combine(found, "config.json")));
        List<string> faults = [];
        foreach (JsonProperty property in theirs.RootElement.EnumerateObject().Where(property => !OfTheWriter.Contains(property.Name) && !except.Contains(property.Name)))
        {
            bool has = ours.RootElement.TryGetProperty(property.Name, out JsonElement own);
            if (has ? !Same(property.Value, own) : property.Value.ValueKind != JsonValueKind.Null)
            {
                faults.Add($"{property.Name}: {property.Value}, and here {(has ? own.ToString() : "nothing")}");
            }
        }

        Assert.True(faults.Count == 0, string.Join("\n", faults));
    }

    // 10000 and 10000.0 are one number.
    private static bool Same(JsonElement a, JsonElement b) => a.ValueKind == JsonValueKind.Number && b.ValueKind == JsonValueKind.Number
        ? a.GetDouble().Equals(b.GetDouble())
        : JsonElement.DeepEquals(a, b);

    private static JsonElement Header(string folder)
    {
        byte[] file = File.ReadAllBytes(Path.Combine(folder, "model.safetensors"));
        using JsonDocument header = JsonDocument.Parse(file.AsMemory(8, (int)BitConverter.ToInt64(file)));
        return header.RootElement.Clone();
    }

    private static IEnumerable<string> Entries(JsonElement header) => header.EnumerateObject().Where(entry => entry.Name != "__metadata__")
        .Select(entry => $"{entry.Name} {entry.Value.GetProperty("dtype").GetString()} {entry.Value.GetProperty("shape")}").Order(StringComparer.Ordinal);
}
