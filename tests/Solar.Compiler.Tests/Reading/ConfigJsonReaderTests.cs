using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using Solar.Compiler.Reading;
using Solar.Families;
using Solar.Specs;
using Solar.Testing;
using Xunit;

namespace Solar.Compiler.Tests.Reading;

public sealed class ConfigJsonReaderTests
{
    public static TheoryData<string> GoldenConfigs =>
    [
        "golden/llama", "golden/llama3_rope", "golden/llama_linear_rope", "golden/llama_mha_tied_bias", "golden/mistral", "golden/mistral_sw8",
        "golden/mixtral", "golden/mixtral_aux", "golden/qwen2", "golden/qwen2_tied", "golden/qwen2_moe", "golden/phi3", "golden/falcon7b", "golden/falcon40b",
        "golden/falcon_rw_alibi", "golden/gemma", "golden/gemma2", "golden/gpt2", "golden/gpt_neox", "golden/merge/inA", "golden/merge/inB", "golden/merge/inC", "golden/merge/out_dus", "golden/merge/out_ties", "stories260K/hf", "stories260K/hf/dus/solar_m1",
    ];

    [SkippableTheory]
    [MemberData(nameof(GoldenConfigs))]
    public void GoldenConfig_IsReadToTheLastKey(string folder)
    {
        string text = File.ReadAllText(Path.Combine(SolarAssets.Path(folder), "config.json"));
        using JsonDocument json = JsonDocument.Parse(text);

        ConfigReading reading = ConfigJsonReader.Read("config.json", text);

        Assert.Empty(reading.Findings.Select(finding => finding.Message));
        ArchitectureDeclaration architecture = reading.Architecture!;
        Assert.Equal(json.RootElement.GetProperty("model_type").GetString(), architecture.Family);
        Assert.Equal(Flatten(json.RootElement, reading.Ignored, Family.Find(architecture.Family)!.Vocabulary), architecture.Values.Entries.ToDictionary(e => e.Key, e => Written(architecture, e)));
        Assert.Equal(
            ["_name_or_path", "architectures", "model_type", "transformers_version"],
            reading.Ignored.Concat(["_name_or_path", "transformers_version"]).Where(key => !IsOfAnotherHead(key)).Distinct().Order(System.StringComparer.Ordinal));
    }

    [Fact]
    public void AnotherFamily_IsOneFindingThatListsTheKnownOnes()
    {
        ConfigReading reading = Read("""{ "model_type": "mamba", "hidden_size": 64 }""");

        Assert.Null(reading.Architecture);
        Assert.Equal(
            "'mamba' is no value of 'model_type': expected 'llama', 'mistral', 'mixtral', 'qwen', 'qwen2', 'qwen2_moe', 'qwen3', 'falcon', 'gemma', 'gemma2', 'phi3', 'gpt2', 'gpt_neox' or 'olmo2'",
            Assert.Single(reading.Findings).Message);
    }

    [Fact]
    public void OldAndNewSpelling_MeanTheSame()
    {
        const string Old = """
            { "model_type": "llama", "torch_dtype": "bfloat16", "rope_theta": 500000.0, "rope_scaling": { "type": "linear", "factor": 2.0 } }
            """;
        const string New = """
            { "model_type": "llama", "dtype": "bfloat16", "rope_parameters": { "rope_theta": 500000, "rope_type": "linear", "factor": 2 } }
            """;

        Assert.NotNull(ConfigJsonReader.Read("config.json", Old).Architecture);
        Assert.Equal(ConfigJsonReader.Read("config.json", Old).Architecture, ConfigJsonReader.Read("config.json", New).Architecture);
    }

    [Fact]
    public void BothSpellings_AgreeOrAreReported()
    {
        Assert.Empty(Read("""{ "model_type": "llama", "torch_dtype": "float16", "dtype": "float16" }""").Findings);
        Check("""{ "model_type": "llama", "torch_dtype": "float16", {|SOLAR003:"dtype"|}: "float32" }""", "'dtype' is written twice");
    }

    [Fact]
    public void Minified_IsReadAsWell()
    {
        ConfigReading reading = Read("""{"model_type":"mistral","hidden_size":64,"sliding_window":null,"auto_map":{"a":["b\/c\ud83d\ude00"]},"id2label":{"0":"x"}}""");

        Assert.Equal([new("hidden_size", ConfigValue.Of(64L)), new("sliding_window", ConfigValue.Null)], reading.Architecture!.Values.Entries);
        Assert.Equal(["model_type", "auto_map", "id2label"], reading.Ignored);
    }

    [Fact]
    public void ListOfTokens_GivesItsFirst()
    {
        ConfigReading reading = Read("""{ "model_type": "llama", "eos_token_id": [128001, 128008, 128009] }""");

        Assert.Empty(reading.Findings);
        Assert.Equal([new ConfigEntry("eos_token_id", ConfigValue.Of(128001L))], reading.Architecture!.Values.Entries);
        Assert.Equal(["model_type", "eos_token_id[1]", "eos_token_id[2]"], reading.Ignored);
    }

    [Fact]
    public void UnknownKey_IsReportedUnlessItIsNull()
    {
        ConfigReading reading = Check(
            """{ "model_type": "llama", "qk_norm": null, {|SOLAR002:"partial_rotary_factor"|}: 0.5, "hidden_size": 64 }""",
            "'partial_rotary_factor' is no key of 'llama'");

        Assert.NotNull(reading.Architecture);
        Assert.Contains("qk_norm", reading.Ignored);
    }

    [Theory]
    [InlineData("""{ "model_type": {|SOLAR007:"gpt5"|} }""", "'gpt5' is no value of 'model_type': expected 'llama', 'mistral', 'mixtral', 'qwen', 'qwen2', 'qwen2_moe', 'qwen3', 'falcon', 'gemma', 'gemma2', 'phi3', 'gpt2', 'gpt_neox' or 'olmo2'")]
    [InlineData("""{|SOLAR011:{|} "hidden_size": 64 }""", "'config.json' needs 'model_type'")]
    [InlineData("""{ "model_type": "llama", "hidden_size": {|SOLAR007:"64"|} }""", "'64' is no value of 'hidden_size': expected a whole number")]
    [InlineData("""{ "model_type": "llama", "hidden_size": {|SOLAR007:[64]|} }""", "'a list' is no value of 'hidden_size': expected a whole number")]
    [InlineData("""{ "model_type": "llama", "hidden_act": {|SOLAR007:"swish"|} }""", "'swish' is no value of 'hidden_act': expected one of 'silu', 'gelu', 'gelu_new', 'gelu_fast', 'gelu_pytorch_tanh', 'quick_gelu', 'relu'")]
    [InlineData("{|SOLAR001:[1, 2]|}", "The file cannot be read as YAML: it is no JSON object")]
    [InlineData("{ \"model_type\": \"llama\", \"x\": {|SOLAR001:]|} }", "The file cannot be read as YAML: While parsing a node, did not find expected node content")]
    public void WrongConfig_IsMarkedAtTheSmallestToken(string marked, string message) => Assert.Null(Check(marked, message).Architecture);

    [Fact]
    public void EmptyFile_IsNoConfig() => Assert.Equal(
        "The file cannot be read as YAML: it is no JSON object", Assert.Single(Read("").Findings).Message);

    private static ConfigReading Read(string text) => ConfigJsonReader.Read("config.json", text);

    private static ConfigReading Check(string marked, params string[] messages)
    {
        (string text, string[] places) = Yaml.Unmark(marked);
        ConfigReading reading = Read(text);
        Yaml.Check(text, reading.Findings, places, messages);
        return reading;
    }

    // What another JSON reader says that the file holds.
    // Two spellings of one key are one entry, and say the same.
    private static Dictionary<string, string> Flatten(JsonElement root, IEnumerable<string> ignored, Vocabulary vocabulary) => root.EnumerateObject()
        .Where(property => !ignored.Contains(property.Name) && !(property.Name == "rope_scaling" && property.Value.ValueKind == JsonValueKind.Null))
        .SelectMany(property => property.Value.ValueKind == JsonValueKind.Object
            ? property.Value.EnumerateObject().Select(nested => (Key: $"{property.Name}.{nested.Name}", nested.Value))
            : [(Key: vocabulary.Find(property.Name)?.Name ?? property.Name, property.Value)])
        .Select(pair => KeyValuePair.Create(pair.Key, pair.Value.ValueKind switch
        {
            JsonValueKind.Number => ConfigValue.Of(pair.Value.GetDouble()).Canonical,
            JsonValueKind.Null => "null",
            JsonValueKind.String => pair.Value.GetString()!,
            _ => pair.Value.GetRawText(),
        }))
        .Distinct()
        .ToDictionary();

    // Classification and summaries: GPT-2's and GPT-NeoX's config classes write their keys for language models, too.
    private static bool IsOfAnotherHead(string key) => key == "classifier_dropout" || key.StartsWith("summary_", System.StringComparison.Ordinal);

    private static string Written(ArchitectureDeclaration architecture, ConfigEntry entry) =>
        Family.Find(architecture.Family)!.Vocabulary.Find(entry.Key)!.Kind is ConfigKind.Integer or ConfigKind.Number && !entry.Value.IsNull
            ? ConfigValue.Of(entry.Value.AsNumber()).Canonical
            : entry.Value.Canonical;
}
