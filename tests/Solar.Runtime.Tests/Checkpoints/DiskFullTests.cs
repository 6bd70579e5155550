using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Solar.CheckpointProbe;
using Solar.Testing;
using Xunit;

namespace Solar.Runtime.Tests.Checkpoints;

/// <summary>
/// A file system that takes no more in the middle of a run. The child process may write files of one megabyte at most (<c>ulimit -f</c>), so that
/// the kernel refuses the first file of weights, as it does on a full disk, after there seemed to be room enough.
/// </summary>
public class DiskFullTests
{
    private const string GreatestBlocks = "2000";

    [SkippableTheory]
    [InlineData("merge")]
    [InlineData("upscale")]
    public async Task DiskThatTakesNoMore_IsAClearErrorAndLeavesTheOldState(string work)
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "ulimit and its signal are those of Linux");
        using var folder = new TempFolder();
        ProbeWork.WriteModels(folder["models"]);
        Samples.Write(folder["out"], Samples.Tiny());
        string[] names = folder.Content();
        Dictionary<string, byte[]> old = Directory.EnumerateFiles(folder["out"]).ToDictionary(path => path, File.ReadAllBytes);

        ChildResult result = await ChildProcess.RunAsync(
            "sh",
            ["-c", $"trap '' XFSZ; ulimit -f {GreatestBlocks}; exec \"$@\"", "sh", "dotnet", "exec", Path.Combine(AppContext.BaseDirectory, "Solar.CheckpointProbe.dll"), work, folder["models"], folder["out"]],
            new Dictionary<string, string?> { ["DOTNET_EnableWriteXorExecute"] = "0", ["DOTNET_EnableDiagnostics"] = "0" });

        Assert.True(result.ExitCode != 0, result.ToString());
        Assert.Contains("CheckpointException", result.Error, StringComparison.Ordinal);
        Assert.Contains($"{folder["out"]}: its file system takes no file of that length", result.Error, StringComparison.Ordinal);
        Assert.Contains("what stood there before is as it was", result.Error, StringComparison.Ordinal);
        Assert.Equal(names, folder.Content());
        Assert.All(old, file => Assert.Equal(file.Value, File.ReadAllBytes(file.Key)));

        // With room again the same run is whole.
        ChildResult again = await ChildProcess.RunAsync("dotnet", ["exec", Path.Combine(AppContext.BaseDirectory, "Solar.CheckpointProbe.dll"), work, folder["models"], folder["out"]]);
        Assert.True(again.ExitCode == 0, again.ToString());
    }

    /// <summary>A file system of its own in memory, which takes so few files that the kernel says ENOSPC before all are there.</summary>
    [SkippableTheory]
    [InlineData("merge")]
    [InlineData("upscale")]
    public async Task FullDisk_IsToldAndLeavesTheOldState(string work)
    {
        using var folder = new TempFolder();
        ProbeWork.WriteModels(folder["models"]);
        Samples.Write(folder["old"], Samples.Tiny());
        Directory.CreateDirectory(folder["disk"]);
        string script = $"mount -t tmpfs -o size=500m,nr_inodes=9 tmpfs '{folder["disk"]}' || exit 77\n"
            + $"cp -r '{folder["old"]}' '{folder["disk", "out"]}' || exit 78\n"
            + $"dotnet exec '{Path.Combine(AppContext.BaseDirectory, "Solar.CheckpointProbe.dll")}' {work} '{folder["models"]}' '{folder["disk", "out"]}'; code=$?\n"
            + $"diff -r '{folder["old"]}' '{folder["disk", "out"]}' && echo same=yes\n"
            + $"ls -A '{folder["disk"]}' | sed 's/^/left=/'\nexit $code";
        Skip.IfNot(OperatingSystem.IsLinux() && File.Exists("/usr/bin/unshare"), "there is no unshare to mount with");
        ChildResult result = await ChildProcess.RunAsync("/usr/bin/unshare", ["-r", "-m", "sh", "-c", script]);
        Skip.If(result.ExitCode is 1 or 77 && result["same"].Length == 0, "this user may not mount a file system of its own");

        Assert.True(result.ExitCode != 0, result.ToString());
        Assert.True(result.Error.Contains($"{folder["disk", "out"]}: its disk is full", StringComparison.Ordinal), result.ToString());
        Assert.Equal(["yes"], result["same"]);
        Assert.Equal(["out"], result["left"]);
    }

    /// <summary>A file system that is mounted for reading alone, which stops even the administrator; the old state lies on it.</summary>
    [SkippableTheory]
    [InlineData("merge")]
    [InlineData("upscale")]
    [InlineData("lora")]
    public async Task TargetThatMayOnlyBeRead_IsToldAndLeavesTheOldState(string work)
    {
        using var folder = new TempFolder();
        ProbeWork.WriteModels(folder["models"]);
        Samples.Write(folder["old"], Samples.Tiny());
        Directory.CreateDirectory(folder["disk"]);
        string script = $"mount -t tmpfs -o size=500m tmpfs '{folder["disk"]}' || exit 77\n"
            + $"cp -r '{folder["old"]}' '{folder["disk", "out"]}' || exit 78\n"
            + $"mount -o remount,ro '{folder["disk"]}' || exit 77\n"
            + $"dotnet exec '{Path.Combine(AppContext.BaseDirectory, "Solar.CheckpointProbe.dll")}' {work} '{folder["models"]}' '{folder["disk", "out"]}'; code=$?\n"
            + $"diff -r '{folder["old"]}' '{folder["disk", "out"]}' && echo same=yes\n"
            + $"ls -A '{folder["disk"]}' | sed 's/^/left=/'\nexit $code";
        Skip.IfNot(OperatingSystem.IsLinux() && File.Exists("/usr/bin/unshare"), "there is no unshare to mount with");
        ChildResult result = await ChildProcess.RunAsync("/usr/bin/unshare", ["-r", "-m", "sh", "-c", script]);
        Skip.If(result.ExitCode is 1 or 77 && result["same"].Length == 0, "this user may not mount a file system of its own");

        Assert.True(result.ExitCode != 0, result.ToString());
        Assert.Contains("CheckpointException", result.Error, StringComparison.Ordinal);
        Assert.True(result.Error.Contains("Read-only file system", StringComparison.Ordinal), result.ToString());
        Assert.Equal(["yes"], result["same"]);
        Assert.Equal(["out"], result["left"]);
    }
}
