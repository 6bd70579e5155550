using System;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using System.Threading.Tasks;
using Solar.Lab.CommandLine;
using Solar.Runtime.Checkpoints;
using Solar.Testing;
using Xunit;

namespace Solar.Lab.Tests.CommandLine;

public sealed class MergekitTests : CommandLineTest
{
    [SkippableTheory]
    [InlineData("dus")]
    [InlineData("linear")]
    [InlineData("slerp")]
    [InlineData("task_arithmetic")]
    public async Task FileOfMergekits_RunsAsItIs(string name)
    {
        LabRun run = await LabRun.ToolAsync("merge", SolarAssets.Path($"golden/merge/{name}.yml"), At("out"));
        Assert.True(run.ExitCode == ExitCode.Success, run.ToString());

        using CheckpointReader expected = CheckpointReader.Open(SolarAssets.Path($"golden/merge/out_{name}"));
        using CheckpointReader actual = CheckpointReader.Open(At("out"));
        Assert.Equal(expected.Tensors.Keys.Order(StringComparer.Ordinal), actual.Tensors.Keys.Order(StringComparer.Ordinal));
        foreach (string tensor in expected.Tensors.Keys)
        {
            float[] left = [.. MemoryMarshal.Cast<byte, float>(expected.Tensors[tensor].Bytes)], right = [.. MemoryMarshal.Cast<byte, float>(actual.Tensors[tensor].Bytes)];
            Assert.Equal(left.Length, right.Length);
            Assert.All(Enumerable.Range(0, left.Length), i => Assert.Equal(left[i], right[i], name == "dus" ? 0 : 1e-6f * Math.Max(1, Math.Abs(left[i]))));
        }
    }

    [Fact]
    public async Task LayersUponEachOther_HaveTheTypeThatIsAskedFor()
    {
        Base();
        File.WriteAllText(At("dus.yml"), "merge_method: passthrough\nslices:\n  - sources: [{ model: base, layer_range: [0, 3] }]\n  - sources: [{ model: base, layer_range: [1, 4] }]\n");
        (await LabRun.ToolAsync("merge", At("dus.yml"), At("out"), "--dtype", "float16")).Succeeded();
        using CheckpointReader made = CheckpointReader.Open(At("out"));
        Assert.All(made.Tensors.Values, tensor => Assert.Equal(TensorDtype.F16, tensor.Info.Dtype));
        Assert.Contains("\"float16\"", File.ReadAllText(At("out/config.json")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("dtype: bfloat16", TensorDtype.BF16)]
    [InlineData("dtype: float32\nout_dtype: float16", TensorDtype.F16)]
    [InlineData("dtype: float32", TensorDtype.F32)]
    public async Task LayersUponEachOther_HaveTheTypeThatTheFileAsksFor(string keys, TensorDtype dtype)
    {
        Base();
        File.WriteAllText(At("dus.yml"), $"merge_method: passthrough\nslices:\n  - sources: [{{ model: base, layer_range: [0, 3] }}]\n  - sources: [{{ model: base, layer_range: [1, 4] }}]\n{keys}\n");
        LabRun plan = (await LabRun.ToolAsync("plan", At("dus.yml"), "--out", At("out"), "--json")).Succeeded();
        (await LabRun.ToolAsync("merge", At("dus.yml"), At("out"))).Succeeded();
        using CheckpointReader made = CheckpointReader.Open(At("out"));
        Assert.All(made.Tensors.Values, tensor => Assert.Equal(dtype, tensor.Info.Dtype));
        Assert.Equal(dtype.ConfigName(), plan.Json.GetProperty("dtype").GetString());
        Assert.Contains($"\"torch_dtype\": \"{dtype.ConfigName()}\"", File.ReadAllText(At("out/config.json")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Export_OfARecipe_RunsAgainAndGivesTheSame()
    {
        string from = Base();
        string[] weights = ["--weights", $"TinyBase={from}"];
        (await InProgramAsync(["export", "TinySolar", "--out", At("own.mergekit.yml"), .. weights])).Succeeded();
        (await InProgramAsync(["upscale", "TinySolar", "--out", At("a"), .. weights])).Succeeded();
        (await LabRun.ToolAsync("merge", At("own.mergekit.yml"), At("b"))).Succeeded();
        Assert.Equal(File.ReadAllBytes(At("a/model.safetensors")), File.ReadAllBytes(At("b/model.safetensors")));
    }

    [Fact]
    public async Task Export_OfWhatMergekitCannotSay_IsRefused() =>
        (await InProgramAsync("export", "TinyBase")).Failed(ExitCode.Failure, "cannot be written as mergekit's YAML");

    [Fact]
    public async Task ModelThatIsNotThere_IsToldByName()
    {
        File.WriteAllText(At("bad.yml"), "merge_method: linear\nmodels:\n  - { model: nowhere, parameters: { weight: 1 } }\n");
        (await LabRun.ToolAsync("merge", At("bad.yml"), At("out"))).Failed(ExitCode.Failure, "nowhere");
    }

    [Fact]
    public async Task RecipeOverTwoBases_TakesLayersOfBoth()
    {
        TinyCheckpoint.Write(At("a"), layers: 4, seed: 1);
        TinyCheckpoint.Write(At("b"), layers: 4, seed: 2);
        LabRun run = await LabRun.ToolAsync(
            "upscale", "--base", $"A={At("a")}", "--base", $"B={At("b")}", "--recipe", "Layers(A[0..3], B[1..4])", "--out", At("out"), "--json");
        Assert.True(run.ExitCode == ExitCode.Success, run.ToString());

        using CheckpointReader made = CheckpointReader.Open(At("out")), b = CheckpointReader.Open(At("b"));
        Assert.True(made.Tensors["model.layers.5.mlp.up_proj.weight"].Bytes.SequenceEqual(b.Tensors["model.layers.3.mlp.up_proj.weight"].Bytes));
    }
}
