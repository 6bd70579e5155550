using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json;
using System.Threading.Tasks;
using Solar.Lab.CommandLine;
using Solar.Lab.Export;
using Solar.Lab.Tests.CommandLine;
using Solar.Testing;
using Xunit;
using YamlDotNet.RepresentationModel;

namespace Solar.Lab.Tests.Export;

/// <summary>Stages for the engines of others: what is written, that it is YAML, and that the data says what the declaration says.</summary>
public sealed class EngineExportTests : CommandLineTest
{
    private const string Declarations = """
        models:
          Base: { llama: { hidden_size: 4096, intermediate_size: 14336, num_hidden_layers: 32, num_attention_heads: 32, num_key_value_heads: 8, vocab_size: 32000, max_position_embeddings: 4096 } }
          Solar10B: { upscale: Base, drop_top: 8, drop_bottom: 8 }
        data:
          Web: { json_lines: web.jsonl, filter: lang == 'en' }
          HeldOut: { text_file: held-out.txt, sample_by: line }
          Alpaca: { json_lines: alpaca.jsonl, format: alpaca }
          Orca: { json_lines: orca.jsonl, format: openorca, fields: { prompt: asked }, max_samples: 2, on_bad_row: drop }
          Pairs: { json_lines: pairs.jsonl, format: orca_pairs }
        stages:
          Pretrained: { pretrain: Solar10B, data: Web, eval_data: HeldOut, learning_rate: 1e-5, lr_scheduler_type: cosine, warmup_steps: 100, max_steps: 5000, per_device_train_batch_size: 4, gradient_accumulation_steps: 16, max_length: 4096, weight_decay: 0.1, bf16: true, gradient_checkpointing: true, unfrozen_parameters: [model.layers.*] }
          Tuned: { instruction_tune: Pretrained, data: [Alpaca, Orca], chat_template: alpaca, learning_rate: 2e-5, num_train_epochs: 3, per_device_train_batch_size: 8, gradient_accumulation_steps: 16, max_length: 2048, bf16: true, packing: true, lr_scheduler_type: cosine_with_min_lr, lr_scheduler_kwargs: { min_lr_rate: 0.1 }, neftune_noise_alpha: 5 }
          Aligned: { align_tune: Tuned, data: Pairs, chat_template: solar, beta: 0.1, learning_rate: 5e-7, num_train_epochs: 1, per_device_train_batch_size: 2, gradient_accumulation_steps: 16, max_length: 2048, bf16: true, save_steps: 0, lr_scales: ['lm_head.*: 2'] }
          Adapted: { instruction_tune: Pretrained, data: Alpaca, chat_template: chatml, lora_r: 16, lora_target_modules: [q_proj, v_proj], per_device_train_batch_size: 3, max_length: 512 }
        """;

    private static readonly string[] Stages = ["Pretrained", "Tuned", "Aligned", "Adapted"];

    public static TheoryData<string, string> EnginesAndStages
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (string engine in new[] { "axolotl", "trl", "llama-factory" })
            {
                foreach (string stage in Stages)
                {
                    data.Add(engine, stage);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(EnginesAndStages))]
    public async Task Folder_IsAsAccepted_AndItsYamlIsYaml(string engine, string stage)
    {
        (await ExportAsync(engine, "out", stage, "--without-data")).Succeeded();
        (await ExportAsync(engine, "zero", stage, "--without-data", "--sharding", "zero3", "--gpus", "16")).Succeeded();

        string folder = Path.Combine(At("out"), stage), zero = Path.Combine(At("zero"), stage);
        var text = new StringBuilder();
        foreach (string file in Files(folder).Where(file => !file.EndsWith("config.json", StringComparison.Ordinal)))
        {
            text.Append($"=== {file}\n").Append(await File.ReadAllTextAsync(Path.Combine(folder, file)));
        }

        foreach (string file in Files(zero).Where(file => file.EndsWith(".yaml", StringComparison.Ordinal) || file.StartsWith("ds_", StringComparison.Ordinal)))
        {
            text.Append($"=== {file}, ZeRO-3 on 16 GPUs\n").Append(await File.ReadAllTextAsync(Path.Combine(zero, file)));
        }

        TextSnapshot.Match($"{engine}.{stage}", text.ToString());
        foreach (string file in Files(folder).Where(file => file.EndsWith(".yaml", StringComparison.Ordinal)).Select(file => Path.Combine(folder, file)).Concat(Files(zero).Where(file => file.EndsWith(".yaml", StringComparison.Ordinal)).Select(file => Path.Combine(zero, file))))
        {
            YamlMappingNode root = Root(file);
            Assert.All(Scalars(root), scalar => Assert.DoesNotMatch(@"^-?\d+[eE]", scalar));           // a text to PyYAML
        }

        using JsonDocument config = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(folder, "start", "config.json")));
        Assert.Equal(48, config.RootElement.GetProperty("num_hidden_layers").GetInt32());
    }

    [Theory]
    [InlineData("axolotl", "axolotl.yaml", "micro_batch_size", "base_model")]
    [InlineData("trl", "trl.yaml", "per_device_train_batch_size", "model_name_or_path")]
    [InlineData("llama-factory", "llama-factory.yaml", "per_device_train_batch_size", "model_name_or_path")]
    public async Task RowsOfAStep_AreAsDeclared_HoweverManyGpus(string engine, string file, string rows, string model)
    {
        foreach (int gpus in new[] { 1, 8, 64 })
        {
            (await ExportAsync(engine, $"g{gpus}", "Pretrained", "--without-data", "--gpus", $"{gpus}")).Succeeded();
            YamlMappingNode root = Root(Path.Combine(At($"g{gpus}"), "Pretrained", file));
            Assert.Equal(64, gpus * Number(root, rows) * Number(root, "gradient_accumulation_steps"));
            Assert.Equal("start", root.Children[model].ToString());
            Assert.Equal("1.0e-05", root.Children["learning_rate"].ToString());
        }

        (await ExportAsync(engine, "odd", "Pretrained", "--without-data", "--gpus", "48")).Succeeded();
        Assert.Contains("64 are declared, which 48 GPUs cannot share", await File.ReadAllTextAsync(Path.Combine(At("odd"), "Pretrained", file)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Data_IsWrittenAsDeclared_InEachEnginesForm()
    {
        WriteData();
        JsonElement report = (await ExportAsync("trl", "trl", "--json")).Succeeded().Json;
        Assert.Equal(4, report.GetProperty("stages").GetArrayLength());
        Assert.Equal(["{\"text\":\"one\"}", "{\"text\":\"three\"}"], Lines("trl", "Pretrained", "Web"));
        Assert.Equal(["{\"text\":\"held\"}", "{\"text\":\"out\"}"], Lines("trl", "Pretrained", "HeldOut"));
        Assert.Equal(2, Lines("trl", "Tuned", "Orca").Length);
        Assert.All(Lines("trl", "Tuned", "Orca"), line => Assert.Matches(@"^\{""messages"":\[\{""role"":""system"",""content"":""S""\},\{""role"":""user"",""content"":""q\d""\},\{""role"":""assistant"",""content"":""a\d""\}\]\}$", line));

        // An input stands where the template would have written it, under the sentence that goes with one.
        using JsonDocument alpaca = JsonDocument.Parse(Lines("trl", "Tuned", "Alpaca")[0]);
        JsonElement messages = alpaca.RootElement.GetProperty("messages");
        Assert.Contains("paired with an input", messages[0].GetProperty("content").GetString(), StringComparison.Ordinal);
        Assert.Equal("Add.\n\n### Input:\n1 2", messages[1].GetProperty("content").GetString());

        Assert.Equal(["{\"prompt\":[{\"role\":\"user\",\"content\":\"q\"}],\"chosen\":[{\"role\":\"assistant\",\"content\":\"good\"}],\"rejected\":[{\"role\":\"assistant\",\"content\":\"bad\"}]}"], Lines("trl", "Aligned", "Pairs"));
        (await ExportAsync("axolotl", "axolotl", "Aligned")).Succeeded();
        Assert.Equal(["{\"messages\":[{\"role\":\"user\",\"content\":\"q\"}],\"chosen\":{\"role\":\"assistant\",\"content\":\"good\"},\"rejected\":{\"role\":\"assistant\",\"content\":\"bad\"}}"], Lines("axolotl", "Aligned", "Pairs"));
    }

    [Fact]
    public async Task DescriptionOfData_NamesEachFile()
    {
        (await ExportAsync("llama-factory", "out", "Tuned", "--without-data")).Succeeded();
        using JsonDocument info = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(At("out"), "Tuned", "data", "dataset_info.json")));
        Assert.Equal(["Alpaca", "Orca"], info.RootElement.EnumerateObject().Select(set => set.Name));
        Assert.Equal("Orca.jsonl", info.RootElement.GetProperty("Orca").GetProperty("file_name").GetString());
    }

    [Fact]
    public async Task WhatCannotBeExported_IsSaid_BeforeAnythingIsWritten()
    {
        (await ExportAsync("nemo", "out", "Tuned")).Failed(ExitCode.Usage, "axolotl, trl, llama-factory");
        (await ExportAsync("trl", "out", "Tuned", "--sharding", "ddp")).Failed(ExitCode.Usage, "fsdp and zero3");
        (await ExportAsync("trl", "out", "Tuned", "--gpus", "0")).Failed(ExitCode.Usage, "--gpus 0");
        (await ExportAsync("trl", "out", "Solar10B")).Failed(ExitCode.Failure, "only stages are trained");
        (await ExportAsync("trl", "out", "Tuned")).Failed(ExitCode.Failure, "there is no such file");
        (await LabRun.ToolAsync("export", At("program.solar.yaml"), "Tuned", "--to", "trl")).Failed(ExitCode.Usage, "--out DIR");
        (await LabRun.ToolAsync("export", At("program.solar.yaml"), "Tuned")).Failed(ExitCode.Failure, "--to axolotl, trl or llama-factory");

        string other = Declarations.Replace("beta: 0.1,", "beta: 0.1, loss_type: [nca_pair],", StringComparison.Ordinal);
        (await ExportAsync("llama-factory", "none", [], other)).Failed(ExitCode.Failure, "Aligned minimises nca_pair");
        Assert.False(Directory.Exists(At("none")));
    }

    [Theory]
    [InlineData("axolotl"), InlineData("trl"), InlineData("llama-factory")]
    public async Task TenthOfStepsThatNobodyCounts_IsRefused_AndOfDeclaredOnesWritten(string engine)
    {
        string epochs = Declarations.Replace("lr_scheduler_type: cosine_with_min_lr, lr_scheduler_kwargs: { min_lr_rate: 0.1 }", "lr_scheduler_type: warmup_stable_decay", StringComparison.Ordinal);
        (await ExportAsync(engine, "none", ["Tuned", "--without-data"], epochs)).Failed(ExitCode.Failure, "warmup_stable_decay", "declare lr_scheduler_kwargs.num_decay_steps, or max_steps");
        Assert.False(Directory.Exists(At("none")));

        string steps = epochs.Replace("num_train_epochs: 3", "max_steps: 205", StringComparison.Ordinal);
        (await ExportAsync(engine, "steps", ["Tuned", "--without-data"], steps)).Succeeded();
        Assert.Contains("num_decay_steps: 21", await File.ReadAllTextAsync(Path.Combine(At("steps"), "Tuned", engine + ".yaml")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhatAxolotlLearnsOtherwise_IsRemarked()
    {
        string other = Declarations.Replace("packing: true,", "packing: true, completion_only_loss: true, isolate_documents: false,", StringComparison.Ordinal)
            .Replace("max_length: 4096,", "max_length: 4096, isolate_documents: false,", StringComparison.Ordinal);
        (await ExportAsync("axolotl", "out", ["Tuned", "Pretrained", "--without-data"], other)).Succeeded();
        string tuned = await File.ReadAllTextAsync(Path.Combine(At("out"), "Tuned", "axolotl.yaml")), trained = await File.ReadAllTextAsync(Path.Combine(At("out"), "Pretrained", "axolotl.yaml"));
        Assert.Contains("# completion_only_loss: true — not in this engine", tuned, StringComparison.Ordinal);
        Assert.All([tuned, trained], text => Assert.Contains("# isolate_documents: false — not in this engine: packing always keeps documents apart.", text, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("axolotl"), InlineData("trl"), InlineData("llama-factory")]
    public async Task ScaleOfAdapters_IsNotCut(string engine)
    {
        (await ExportAsync(engine, "out", ["Adapted", "--without-data"], Declarations.Replace("lora_r: 16,", "lora_r: 16, lora_alpha: 0.5,", StringComparison.Ordinal))).Succeeded();
        Assert.Contains("\nlora_alpha: 0.5\n", await File.ReadAllTextAsync(Path.Combine(At("out"), "Adapted", engine + ".yaml")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("fsdp"), InlineData("zero3")]
    public async Task ModelOfOwnComponents_IsRefused_HoweverItIsDivided(string sharding)
    {
        const string Own = """
            models:
              Own: { decoder: { vocab_size: 128, hidden_size: 64, num_hidden_layers: 3, max_position_embeddings: 64 }, attention: { num_attention_heads: 4 }, rotary_embedding: , layer_norm: , mlp: { intermediate_size: 96 } }
            data:
              Web: { json_lines: web.jsonl }
            stages:
              Trained: { pretrain: Own, data: Web, max_steps: 4, max_length: 16 }
            """;
        (await ExportAsync("llama-factory", "none", ["Trained", "--without-data", "--sharding", sharding], Own)).Failed(ExitCode.Failure, "components of its own, which transformers does not have");
        Assert.False(Directory.Exists(At("none")));
    }

    [Fact]
    public void DataSetsOfOneSimpleName_CannotShareAFolder()
    {
        CommandException clash = Assert.Throws<CommandException>(() => ExportedStage.CheckFiles("Tuned", ["One.Web", "Other.Text", "Two.Web"]));
        Assert.Contains("One.Web and Two.Web, which would both be written to data/Web.jsonl", clash.Message, StringComparison.Ordinal);
        ExportedStage.CheckFiles("Tuned", ["One.Web", "Other.Text"]);
    }

    private Task<LabRun> ExportAsync(string engine, string to, params string[] words) => ExportAsync(engine, to, words, Declarations);

    private async Task<LabRun> ExportAsync(string engine, string to, string[] words, string declarations)
    {
        await File.WriteAllTextAsync(At("program.solar.yaml"), declarations);
        return await LabRun.ToolAsync(["export", At("program.solar.yaml"), .. words, "--to", engine, "--out", At(to)]);
    }

    private void WriteData()
    {
        File.WriteAllText(At("web.jsonl"), "{\"text\":\"one\",\"lang\":\"en\"}\n{\"text\":\"zwei\",\"lang\":\"de\"}\n{\"text\":\"three\",\"lang\":\"en\"}\n");
        File.WriteAllText(At("held-out.txt"), "held\nout\n");
        File.WriteAllText(At("alpaca.jsonl"), "{\"instruction\":\"Add.\",\"input\":\"1 2\",\"output\":\"3\"}\n{\"instruction\":\"Hi\",\"input\":\"\",\"output\":\"Hello\"}\n");
        File.WriteAllText(At("orca.jsonl"), string.Concat(Enumerable.Range(0, 5).Select(i => $"{{\"system_prompt\":\"S\",\"asked\":\"q{i}\",\"response\":\"a{i}\"}}\n")) + "{\"asked\":\"no answer\"}\n");
        File.WriteAllText(At("pairs.jsonl"), "{\"system\":\"\",\"question\":\"q\",\"chosen\":\"good\",\"rejected\":\"bad\"}\n");
    }

    private string[] Lines(string to, string stage, string set) => File.ReadAllLines(Path.Combine(At(to), stage, "data", set + ".jsonl"));

    private static IEnumerable<string> Files(string folder) =>
        Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(folder, file).Replace('\\', '/')).Order(StringComparer.Ordinal);

    private static YamlMappingNode Root(string file)
    {
        var yaml = new YamlStream();
        yaml.Load(new StringReader(File.ReadAllText(file)));
        return (YamlMappingNode)Assert.Single(yaml.Documents).RootNode;
    }

    private static long Number(YamlMappingNode root, string key) => long.Parse(root.Children[key].ToString(), System.Globalization.CultureInfo.InvariantCulture);

    private static IEnumerable<string> Scalars(YamlNode node) => node.AllNodes.OfType<YamlScalarNode>().Select(scalar => scalar.Value ?? "");
}
