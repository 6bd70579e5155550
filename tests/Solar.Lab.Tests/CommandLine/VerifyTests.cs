using System.IO;
using System.Threading.Tasks;
using Solar.Lab.CommandLine;
using Xunit;

namespace Solar.Lab.Tests.CommandLine;

public sealed class VerifyTests : CommandLineTest
{
    [Theory]
    [InlineData("xxh128")]
    [InlineData("sha256")]
    public async Task WhatWasMade_IsAsItWasWritten(string hash)
    {
        await MergeAsync(hash);
        LabRun run = (await LabRun.ToolAsync("verify", At("mean"))).Succeeded();
        Assert.Equal("every file and tensor is as it was written", run.Rows.Split(": ")[1]);
    }

    [Fact]
    public async Task ChangedByte_IsFoundWithItsTensor()
    {
        await MergeAsync("xxh128");
        using (FileStream file = File.Open(At("mean/model.safetensors"), FileMode.Open))
        {
            file.Seek(-1, SeekOrigin.End);
            int last = file.ReadByte();
            file.Seek(-1, SeekOrigin.End);
            file.WriteByte((byte)(last ^ 1));
        }

        (await LabRun.ToolAsync("verify", At("mean"))).Failed(ExitCode.VerificationFailed, At("mean/model.safetensors"), "not those that were written");
    }

    [Fact]
    public async Task ChangedConfig_IsFoundAsJsonToo()
    {
        await MergeAsync("xxh128");
        File.AppendAllText(At("mean/config.json"), " ");
        LabRun run = await LabRun.ToolAsync("verify", At("mean"), "--json");
        Assert.Equal(ExitCode.VerificationFailed, run.ExitCode);
        Assert.False(run.Json.GetProperty("is_as_written").GetBoolean());
        Assert.Equal(At("mean/config.json"), run.Json.GetProperty("faults")[0].GetProperty("file").GetString());
    }

    [Fact]
    public async Task CheckpointWithoutHashes_CannotBeVerified()
    {
        await MergeAsync("none");
        (await LabRun.ToolAsync("verify", At("mean"))).Failed(ExitCode.Failure, "no hashes");
    }

    [Fact]
    public async Task CheckpointOfSomebodyElse_CannotBeVerified()
    {
        File.Delete(Path.Combine(Base(), "solar.json"));
        (await LabRun.ToolAsync("verify", At("base"))).Failed(ExitCode.Failure, "solar.json");
    }

    private async Task MergeAsync(string hash)
    {
        TinyCheckpoint.Write(At("a"), layers: 6, seed: 1);
        TinyCheckpoint.Write(At("b"), layers: 6, seed: 2);
        (await InProgramAsync(
            "merge", "TinyMean", "--weights", $"TinySolar={At("a")}", "--weights", $"TinySolarTrained={At("b")}", "--out", At("mean"), "--hash", hash)).Succeeded();
    }
}
