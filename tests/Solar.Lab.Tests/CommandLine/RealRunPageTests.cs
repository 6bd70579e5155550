using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using Solar.Lab.CommandLine;
using Solar.Runtime.Checkpoints;
using Solar.Testing;
using Xunit;

namespace Solar.Lab.Tests.CommandLine;

/// <summary>What docs/real-run.md says of memory follows from what it declares.</summary>
public sealed class RealRunPageTests : CommandLineTest
{
    private static readonly string Page = File.ReadAllText(Repository.Path("docs/real-run.md"));

    [Fact]
    public async Task MemoryTable_IsTheParametersOfTheDeclarations_ByTheBytesOfEachRow()
    {
        long parameters = (await PlanAsync("SftV3")).GetProperty("parameters").GetInt64();
        string[][] rows = Table("| | bytes a parameter |");

        Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"P = {parameters:N0} parameters"), Page, StringComparison.Ordinal);
        Assert.Equal(8, rows.Length);
        foreach (string[] row in rows)
        {
            double all = parameters * double.Parse(row[1], CultureInfo.InvariantCulture) / 1e9;
            Assert.Equal(((IEnumerable<double>)[all, all / 8, all / 16, all / 64]).Select(Shown), row[2..]);
        }
    }

    [Fact]
    public async Task OneDevice_TakesTwentyBytesAParameter()
    {
        JsonElement plan = await PlanAsync("SftV3"), budget = plan.GetProperty("budget");

        long state = Bytes(budget, "weights") + Bytes(budget, "gradients") + Bytes(budget, "optimizer");
        Assert.Equal(20 * plan.GetProperty("parameters").GetInt64(), state);
        Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"SftV3`: {state / 1e9:0} GB"), Page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ActivationsOfEachStage_AreThoseOfItsPlan()
    {
        string[][] rows = Table("| stage | rows × tokens of a pass |");

        Assert.Equal(3, rows.Length);
        foreach ((string stage, string[] row) in ((string[])["Solar10BPretrained", "SftV3", "Candidate1"]).Zip(rows))
        {
            JsonElement budget = (await PlanAsync(stage)).GetProperty("budget");
            Assert.Equal(string.Create(CultureInfo.InvariantCulture, $"about {(Bytes(budget, "activations") + Bytes(budget, "logits")) / 1e9:0.0} GB"), row[2]);
        }
    }

    [Fact]
    public async Task TheWalk_GoesFromItsFirstCommandToItsLast()
    {
        WriteSmall();
        string[] commands =
        [
            .. Regex.Matches(Page[Page.IndexOf("## Step by step", StringComparison.Ordinal)..], "```\n(.*?)```", RegexOptions.Singleline)
                .SelectMany(block => block.Groups[1].Value.Split('\n')).Where(line => line.StartsWith("solar ", StringComparison.Ordinal)).Select(line => line.Split('#')[0].Trim()),
        ];

        Assert.Equal(12, commands.Length);
        foreach (string command in commands)
        {
            string[] words = [.. command.Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(Here)];
            if (words[0] == "import")
            {
                TrainElsewhere(words[2]);
            }

            string[] given = words[0] is "import" ? [] : ["--weights", $"Mistral7B={At("mistral")}"];
            (await LabRun.ToolAsync([.. words, "--checkpoints", At("checkpoints"), .. given])).EndedWith(ExitCode.Success);
        }

        float[] Weights(string name)
        {
            using CheckpointReader reader = CheckpointReader.Open(At($"checkpoints/{name}"));
            return MemoryMarshal.Cast<byte, float>(reader.Tensors["model.layers.5.mlp.up_proj.weight"].Bytes).ToArray();
        }

        float[] first = Weights("Candidate1"), second = Weights("Candidate2");
        Assert.NotEqual(first, second);
        Assert.Equal(first.Zip(second, (a, b) => (a + b) / 2), Weights("Solar10BInstruct"));
        Assert.Contains("\"num_hidden_layers\": 6", File.ReadAllText(At("checkpoints/Solar10BInstruct/config.json")), StringComparison.Ordinal);
    }

    // The page's program with a Mistral of four layers and of eight numbers each, and a few records of each set.
    private void WriteSmall()
    {
        const string Sizes = "vocab_size: 32, hidden_size: 8, intermediate_size: 16, num_hidden_layers: 4, num_attention_heads: 2, num_key_value_heads: 2, max_position_embeddings: 64, dtype: float32";
        string program = Yaml;
        foreach ((string written, string small) in ((string, string)[])[
            ("mistral: { max_position_embeddings: 32768", $"mistral: {{ {Sizes}"),
            ("llama: { intermediate_size: 14336, num_key_value_heads: 8, max_position_embeddings: 4096", $"llama: {{ {Sizes}"),
            ("drop_top: 8, drop_bottom: 8, expect: { num_hidden_layers: 48, parameters: 10_731_524_096 }", "drop_top: 1, drop_bottom: 1, expect: { num_hidden_layers: 6 }"),
        ])
        {
            Assert.Contains(written, program, StringComparison.Ordinal);
            program = program.Replace(written, small, StringComparison.Ordinal);
        }

        File.WriteAllText(At("real.solar.yaml"), Regex.Replace(program, "max_length: \\d+", "max_length: 64"));
        string config = Path.Combine(TinyCheckpoint.Write(At("mistral")), "config.json");
        File.WriteAllText(config, File.ReadAllText(config).Replace("LlamaForCausalLM", "MistralForCausalLM", StringComparison.Ordinal)
            .Replace("\"model_type\": \"llama\"", "\"model_type\": \"mistral\", \"num_key_value_heads\": 2, \"rms_norm_eps\": 1e-5, \"sliding_window\": 4096", StringComparison.Ordinal));

        Directory.CreateDirectory(At("data/web"));
        using (var packed = new GZipStream(File.Create(At("data/web/part.jsonl.gz")), CompressionLevel.Fastest))
        {
            packed.Write("{\"text\": \"Some text.\"}\n"u8);
        }

        File.WriteAllText(At("data/alpaca_gpt4.jsonl"), "{\"instruction\": \"Add.\", \"input\": \"1 and 2\", \"output\": \"3\"}\n");
        File.WriteAllText(At("data/openorca.jsonl"), "{\"id\": \"flan.1\", \"system_prompt\": \"\", \"question\": \"Who?\", \"response\": \"I.\"}\n");
        File.WriteAllText(At("data/metamath.jsonl"), "{\"query\": \"1 + 1?\", \"response\": \"2\"}\n");
        File.WriteAllText(At("data/math_pairs.jsonl"), "{\"system\": \"\", \"question\": \"1 + 1?\", \"chosen\": \"2\", \"rejected\": \"3\"}\n");
        File.WriteAllText(At("data/ultrafeedback_cleaned.jsonl"),
            "{\"prompt\": \"Hi.\", \"chosen\": [{\"role\": \"user\", \"content\": \"Hi.\"}, {\"role\": \"assistant\", \"content\": \"Hello.\"}], \"rejected\": [{\"role\": \"user\", \"content\": \"Hi.\"}, {\"role\": \"assistant\", \"content\": \"No.\"}]}\n");
        File.WriteAllText(At("real.solar.yaml"), File.ReadAllText(At("real.solar.yaml")).Replace("dataset: ultrafeedback_cleaned.parquet", "json_lines: ultrafeedback_cleaned.jsonl", StringComparison.Ordinal));
    }

    // What a cluster leaves: the start's configuration, as exported, and other weights.
    private void TrainElsewhere(string stage)
    {
        string start = stage switch { "Solar10BPretrained" => "Solar10B", "Candidate1" => "SftV3", "Candidate2" => "SftV3V4", _ => "Solar10BPretrained" };
        string trained = Directory.CreateDirectory(At($"cluster/{stage}/trained")).FullName;
        File.Copy(At($"cluster/{stage}/start/config.json"), Path.Combine(trained, "config.json"));
        byte[] bytes = File.ReadAllBytes(At($"checkpoints/{start}/model.safetensors"));
        int first = 8 + (int)BitConverter.ToInt64(bytes);
        foreach (ref float value in MemoryMarshal.Cast<byte, float>(bytes.AsSpan(first)))
        {
            value += stage[^1] % 8 / 64f;
        }

        File.WriteAllBytes(Path.Combine(trained, "model.safetensors"), bytes);
    }

    private string Here(string word) => word == "real.solar.yaml" || word == "data" || word.StartsWith("cluster", StringComparison.Ordinal) ? At(word) : word;

    private static string Yaml => Regex.Match(Page, "```yaml\n(.*?)```", RegexOptions.Singleline).Groups[1].Value;

    private static string Shown(double gigabytes) => gigabytes.ToString("0.0", CultureInfo.InvariantCulture);

    private static long Bytes(JsonElement budget, string name) => budget.GetProperty(name).GetInt64();

    private async Task<JsonElement> PlanAsync(string stage)
    {
        string file = At("real.solar.yaml");
        File.WriteAllText(file, Yaml);
        return (await LabRun.ToolAsync("plan", file, stage, "--json")).Succeeded().Json;
    }

    // Bold figures are the same figures.
    private static string[][] Table(string head) =>
    [
        .. Page.Split('\n').SkipWhile(line => !line.StartsWith(head, StringComparison.Ordinal)).Skip(2).TakeWhile(line => line.StartsWith('|'))
            .Select(line => line.Trim('|').Split('|').Select(cell => cell.Replace("*", "", StringComparison.Ordinal).Trim()).ToArray()),
    ];
}
