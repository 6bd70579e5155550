using System;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Solar.Lab.CommandLine;
using Solar.Runtime.Checkpoints;
using Xunit;

namespace Solar.Lab.Tests.CommandLine;

public sealed class MergeTests : CommandLineTest
{
    [Fact]
    public async Task Merge_OfADeclaredMean_IsTheMean()
    {
        LabRun run = (await InProgramAsync(["merge", "TinyMean", .. Parents(), "--out", At("mean"), "--json"])).Succeeded();
        Assert.Equal(57, run.Json.GetProperty("tensors").GetInt32());
        Assert.Equal(0, run.Json.GetProperty("resumed").GetInt32());

        float[] a = Values("a"), b = Values("b"), mean = Values("mean");
        Assert.NotEqual(a, b);
        Assert.All(Enumerable.Range(0, a.Length), i => Assert.Equal((a[i] + b[i]) / 2, mean[i], 1e-6f));

        float[] Values(string folder)
        {
            using CheckpointReader checkpoint = CheckpointReader.Open(At(folder));
            return MemoryMarshal.Cast<byte, float>(checkpoint.Tensors["model.layers.5.mlp.up_proj.weight"].Bytes).ToArray();
        }
    }

    [Fact]
    public async Task DryRun_TellsThePlanAndWritesNothing()
    {
        LabRun run = (await InProgramAsync(["merge", "TinyMean", .. Parents(), "--out", At("mean"), "--dry-run", "--json"])).Succeeded();
        Assert.Equal("linear(TinySolar, TinySolarTrained)", run.Json.GetProperty("what").GetString());
        Assert.Equal(2 * run.Json.GetProperty("parameters").GetInt64() * sizeof(float), run.Json.GetProperty("bytes_read").GetInt64());
        Assert.False(Directory.Exists(At("mean")));
    }

    [Fact]
    public async Task PlanOfAMerge_NamesTheSourcesOfEachTensor()
    {
        LabRun run = (await InProgramAsync(["plan", "TinyMean", .. Parents(), "--out", At("mean"), "--tensors", "--json"])).Succeeded();
        JsonElement norm = run.Json.GetProperty("tensors").EnumerateArray().Single(tensor => tensor.GetProperty("name").GetString() == "model.norm.weight");
        Assert.Contains("TinySolarTrained", norm.GetProperty("from").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task InputThatIsNowhere_IsToldWithTheMend() =>
        (await InProgramAsync("merge", "TinyMean", "--checkpoints", At("none"))).Failed(ExitCode.Failure, "--weights TinySolar=DIR");

    [Fact]
    public async Task ModelInPlaceOfAMerge_IsTold() =>
        (await InProgramAsync("merge", "TinySolar")).Failed(ExitCode.Failure, "use upscale TinySolar");

    [Theory]
    [InlineData("--hash", "md5")]
    [InlineData("--threads", "0")]
    public async Task OptionThatIsNone_IsUsage(string option, string value) =>
        (await InProgramAsync(["merge", "TinyMean", .. Parents(), "--out", At("mean"), option, value])).Failed(ExitCode.Usage, value);

    [Fact]
    public async Task Cancelled_KeepsTheOldState()
    {
        string[] parents = Parents();
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        LabRun run = await LabRun.RunAsync(Program, ["merge", "TinyMean", .. parents, "--out", At("mean")], cancelled.Token);
        run.Failed(ExitCode.Cancelled, "run the same command again");
        Assert.False(Directory.Exists(At("mean")));
    }

    private string[] Parents()
    {
        TinyCheckpoint.Write(At("a"), layers: 6, seed: 1);
        TinyCheckpoint.Write(At("b"), layers: 6, seed: 2);
        return ["--weights", $"TinySolar={At("a")}", "--weights", $"TinySolarTrained={At("b")}"];
    }
}
