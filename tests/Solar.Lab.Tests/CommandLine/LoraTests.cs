using System;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Threading.Tasks;
using Solar.Lab.CommandLine;
using Solar.Runtime.Checkpoints;
using Xunit;

namespace Solar.Lab.Tests.CommandLine;

public sealed class LoraTests : CommandLineTest
{
    [Fact]
    public async Task ExtractedAndAppliedAdapter_GivesTheTunedWeights()
    {
        TinyCheckpoint.Write(At("base"), seed: 1);
        TinyCheckpoint.Write(At("tuned"), seed: 2);

        LabRun extracted = (await LabRun.ToolAsync("lora", "extract", At("base"), At("tuned"), "--rank", "8", "--save", "embed_tokens", "--save", "lm_head", "--out", At("adapter"), "--json")).Succeeded();
        LabRun applied = (await LabRun.ToolAsync("lora", "apply", At("base"), At("adapter"), "--out", At("again"), "--json")).Succeeded();

        Assert.Equal(28, extracted.Json.GetProperty("ranks").EnumerateObject().Count(rank => rank.Value.GetInt32() == 8));
        Assert.Equal(0, extracted.Json.GetProperty("left_out").GetArrayLength());
        Assert.Equal(39, applied.Json.GetProperty("tensors").GetInt32());
        float[] expected = Values("tuned"), found = Values("again");
        Assert.All(Enumerable.Range(0, expected.Length), i => Assert.Equal(expected[i], found[i], 1e-6f));
        (await LabRun.ToolAsync("verify", At("adapter"))).Succeeded();
        (await LabRun.ToolAsync("verify", At("again"))).Succeeded();

        float[] Values(string folder)
        {
            using CheckpointReader checkpoint = CheckpointReader.Open(At(folder));
            return MemoryMarshal.Cast<byte, float>(checkpoint.Tensors["model.layers.3.mlp.down_proj.weight"].Bytes).ToArray();
        }
    }

    [Fact]
    public async Task DryRun_TellsThePlanAndWritesNothing()
    {
        TinyCheckpoint.Write(At("base"), seed: 1);
        TinyCheckpoint.Write(At("tuned"), seed: 2);
        (await LabRun.ToolAsync("lora", "extract", At("base"), At("tuned"), "--rank", "2", "--target", "q_proj", "--out", At("adapter"), "--quiet")).EndedWith(ExitCode.Success);

        LabRun json = (await LabRun.ToolAsync("lora", "apply", At("base"), At("adapter"), "--out", At("out"), "--dry-run", "--json")).Succeeded();
        LabRun table = (await LabRun.ToolAsync("lora", "apply", At("base"), At("adapter"), "--out", At("out"), "--dry-run")).Succeeded();
        LabRun extract = (await LabRun.ToolAsync("lora", "extract", At("base"), At("tuned"), "--rank", "2", "--out", At("other"), "--dry-run", "--json")).Succeeded();

        JsonElement tensor = json.Json.GetProperty("tensors").EnumerateArray().Single(tensor => tensor.GetProperty("name").GetString() == "model.layers.0.self_attn.q_proj.weight");
        Assert.Equal("Base:model.layers.0.self_attn.q_proj.weight + 1 × (B · A) of Adapter:model.layers.0.self_attn.q_proj, rank 2", tensor.GetProperty("from").GetString());
        Assert.Contains("made Base:model.layers.0.self_attn.q_proj.weight + 1 × (B · A)", table.Rows, StringComparison.Ordinal);
        Assert.Equal(56, extract.Json.GetProperty("tensors").GetArrayLength());
        Assert.False(Directory.Exists(At("out")));
        Assert.False(Directory.Exists(At("other")));
    }

    [Fact]
    public async Task WhatTheAdapterDoesNotHold_IsAWarning()
    {
        TinyCheckpoint.Write(At("base"), seed: 1);
        TinyCheckpoint.Write(At("tuned"), seed: 2);
        LabRun run = await LabRun.ToolAsync("lora", "extract", At("base"), At("tuned"), "--rank", "2", "--out", At("adapter"));
        Assert.Equal(ExitCode.Success, run.ExitCode);
        Assert.StartsWith("warning: 2 tensors differ and are not in the adapter", run.Error, StringComparison.Ordinal);
        Assert.Contains("lm_head.weight, model.embed_tokens.weight", run.Error, StringComparison.Ordinal);
        Assert.Contains("28 modules of rank 2", run.Rows, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--rank", "0")]
    [InlineData("--energy", "1.5")]
    [InlineData("--threads", "0")]
    [InlineData("--dtype", "int8")]
    public async Task OptionOutsideOfItsRange_IsUsage(string option, string value) =>
        (await LabRun.ToolAsync("lora", "extract", Base(), Base(), "--out", At("adapter"), option, value)).Failed(ExitCode.Usage, value);

    [Fact]
    public async Task NoOutput_IsUsage() => (await LabRun.ToolAsync("lora", "apply", Base(), Base())).Failed(ExitCode.Usage, "--out DIR");

    [Fact]
    public async Task FolderThatIsNoAdapter_IsTold() =>
        (await LabRun.ToolAsync("lora", "apply", Base(), Base(), "--out", At("out"))).Failed(ExitCode.Failure, "adapter_config.json: there is no such file");
}
