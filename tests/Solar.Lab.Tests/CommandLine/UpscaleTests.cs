using System;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Solar.Lab.CommandLine;
using Solar.Runtime.Checkpoints;
using Solar.Testing;
using Xunit;

namespace Solar.Lab.Tests.CommandLine;

public sealed class UpscaleTests : CommandLineTest
{
    private const string Recipe = "Upscale(base, dropTop: 1, dropBottom: 1)";

    [SkippableFact]
    public async Task Upscale_GivesWhatTheReferenceGives_TensorForTensor()
    {
        string from = SolarAssets.Path("golden/merge/inA");
        (await LabRun.ToolAsync("upscale", "--base", from, "--recipe", "Upscale(base, dropTop: 2, dropBottom: 2)", "--out", At("dus"))).Succeeded();

        using CheckpointReader expected = CheckpointReader.Open(SolarAssets.Path("golden/merge/out_dus"));
        using CheckpointReader actual = CheckpointReader.Open(At("dus"));
        Assert.Equal(111, actual.Tensors.Count);
        Assert.Equal(expected.Tensors.Keys.Order(StringComparer.Ordinal), actual.Tensors.Keys.Order(StringComparer.Ordinal));
        Assert.All(expected.Tensors.Keys, name => Assert.True(expected.Tensors[name].HasSameContentAs(actual.Tensors[name]), name));
    }

    [Fact]
    public async Task Upscale_OfADeclaredModel_WritesAmongTheCheckpoints()
    {
        LabRun run = (await InProgramAsync("upscale", "TinySolar", "--weights", $"TinyBase={Base()}", "--checkpoints", At("checkpoints"), "--json")).Succeeded();

        Assert.Equal(At("checkpoints/TinySolar"), run.Json.GetProperty("directory").GetString());
        Assert.Equal(6, run.Json.GetProperty("layers").GetInt32());
        using CheckpointReader made = CheckpointReader.Open(At("checkpoints/TinySolar"));
        using CheckpointReader from = CheckpointReader.Open(At("base"));
        Assert.True(made.Tensors["model.layers.5.mlp.up_proj.weight"].Bytes.SequenceEqual(from.Tensors["model.layers.3.mlp.up_proj.weight"].Bytes));
    }

    [Fact]
    public async Task RecipeAndDeclaration_GiveTheSameWeights()
    {
        string from = Base();
        (await LabRun.ToolAsync("upscale", "--base", $"Tiny={from}", "--recipe", "Upscale(Tiny, dropTop: 1, dropBottom: 1)", "--out", At("a"))).Succeeded();
        (await InProgramAsync("upscale", "TinySolar", At("b"), "--weights", $"TinyBase={from}")).Succeeded();
        Assert.Equal(File.ReadAllBytes(At("a/model.safetensors")), File.ReadAllBytes(At("b/model.safetensors")));
        Assert.Equal(File.ReadAllText(At("a/config.json")), File.ReadAllText(At("b/config.json")));
    }

    [Fact]
    public async Task DryRun_WritesNothing()
    {
        LabRun run = (await LabRun.ToolAsync("upscale", "--base", Base(), "--recipe", Recipe, "--out", At("out"), "--dry-run")).Succeeded();
        Assert.Contains("layers 6 = Base[0..3] + Base[1..4]", run.Rows, StringComparison.Ordinal);
        Assert.Equal(["base"], Directory.GetFileSystemEntries(At(".")).Select(Path.GetFileName));
    }

    [Fact]
    public async Task DryRun_RefusesWhatARunWould()
    {
        string from = Base();
        File.WriteAllText(At("base/config.json"), File.ReadAllText(At("base/config.json")).Replace("\"vocab_size\": 32", "\"vocab_size\": 33", StringComparison.Ordinal));
        (await LabRun.ToolAsync("upscale", "--base", from, "--recipe", Recipe, "--out", At("out"), "--dry-run"))
            .Failed(ExitCode.Failure, "model.embed_tokens.weight", "[32, 8]", "[33, 8]");
    }

    [Fact]
    public async Task FolderOfSomebodyElse_IsLeftAlone()
    {
        Directory.CreateDirectory(At("mine"));
        File.WriteAllText(At("mine/thesis.txt"), "years");
        (await LabRun.ToolAsync("upscale", "--base", Base(), "--recipe", Recipe, "--out", At("mine"))).Failed(ExitCode.Failure, At("mine"), "Name another folder");
        Assert.Equal("years", File.ReadAllText(At("mine/thesis.txt")));
    }

    [Fact]
    public async Task DamagedBase_IsToldByFileAndPlace()
    {
        string from = Base();
        using (FileStream file = File.OpenWrite(At("base/model.safetensors")))
        {
            file.SetLength(100);
        }

        (await LabRun.ToolAsync("upscale", "--base", from, "--recipe", Recipe, "--out", At("out"))).Failed(ExitCode.Failure, At("base/model.safetensors"), "cut off");
        Assert.False(Directory.Exists(At("out")));
    }

    [Fact]
    public async Task Cancelled_LeavesNothingBehindAndSaysSo()
    {
        string from = Base();
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        LabRun run = await LabRun.RunAsync(null, ["upscale", "--base", from, "--recipe", Recipe, "--out", At("out")], cancelled.Token);
        run.Failed(ExitCode.Cancelled);
        Assert.Equal(["base"], Directory.GetFileSystemEntries(At(".")).Select(Path.GetFileName));
    }

    [Theory]
    [InlineData("none", "")]
    [InlineData("xxh128", "tensors_xxh128")]
    [InlineData("sha256", "tensors_sha256")]
    public async Task AskedHash_IsThatOfTheManifest(string hash, string key)
    {
        (await LabRun.ToolAsync("upscale", "--base", Base(), "--recipe", Recipe, "--out", At("out"), "--hash", hash)).Succeeded();
        string manifest = File.ReadAllText(At("out/solar.json"));
        Assert.Equal(key.Length > 0, manifest.Contains("tensors_", StringComparison.Ordinal));
        Assert.Contains(key, manifest, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AskedType_IsWrittenAndForetold()
    {
        string[] what = ["--base", Base(), "--recipe", Recipe, "--out", At("out"), "--dtype", "bfloat16", "--json"];
        LabRun plan = (await LabRun.ToolAsync(["plan", .. what])).Succeeded();
        (await LabRun.ToolAsync(["upscale", .. what])).Succeeded();
        using CheckpointReader made = CheckpointReader.Open(At("out"));
        Assert.All(made.Tensors.Values, tensor => Assert.Equal(TensorDtype.BF16, tensor.Info.Dtype));
        Assert.Equal("bfloat16", plan.Json.GetProperty("dtype").GetString());
        Assert.Equal(new FileInfo(At("out/model.safetensors")).Length, plan.Json.GetProperty("bytes_written").GetInt64());
    }

    [Theory]
    [InlineData("--dtype", "int8", "none of float32, bfloat16 and float16")]
    [InlineData("--hash", "md5", "none of xxh128, sha256 and none")]
    public async Task OptionThatIsNone_IsUsage(string option, string value, string message) =>
        (await LabRun.ToolAsync("upscale", "--base", Base(), "--recipe", Recipe, "--out", At("out"), option, value)).Failed(ExitCode.Usage, message);

    [Fact]
    public async Task FailureAsJson_IsAnObjectToo()
    {
        LabRun run = await LabRun.ToolAsync("upscale", "--base", Base(), "--recipe", "Upscale(base, dropTop: 9, dropBottom: 0)", "--out", At("out"), "--json");
        Assert.Equal((ExitCode.Failure, ""), (run.ExitCode, run.Error));
        Assert.Equal(1, run.Json.GetProperty("exit_code").GetInt32());
        Assert.Contains("SOLAR204", run.Json.GetProperty("error").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("TinyBase", "nothing to copy")]
    [InlineData("TinyMean", "use merge TinyMean")]
    [InlineData("TinySolarTrained", "is a stage")]
    [InlineData("TinySolar", "--weights TinyBase=DIR")]
    public async Task WhatCannotBeUpscaled_IsToldWithTheMend(string name, string message) =>
        (await InProgramAsync("upscale", name, "--checkpoints", At("none"))).Failed(ExitCode.Failure, message);

    [Fact]
    public async Task RecipeOfSixteenThousandLayers_IsRefusedByItsNumber() =>
        (await LabRun.ToolAsync("upscale", "--base", Base(), "--recipe", "Upscale(base, dropTop: 0, dropBottom: 0, copies: 4096)", "--out", At("out")))
            .Failed(ExitCode.Failure, "character 50: SOLAR103: copies = 4096 is out of range: expected a model of at most 10000 layers");

    [Fact]
    public async Task RecipeOfFourThousandLayers_IsMadeInBoundedMemory()
    {
        LabRun run = (await LabRun.ToolAsync("upscale", "--base", Base(), "--recipe", "Upscale(base, dropTop: 0, dropBottom: 0, copies: 1000)", "--out", At("out"), "--json")).Succeeded();
        Assert.Equal(4000, run.Json.GetProperty("layers").GetInt32());
        Assert.Equal((4000 * 9) + 3, run.Json.GetProperty("tensors").GetInt32());
    }
}
