using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Solar.Runtime.Native;
using Solar.Testing;
using Xunit;

namespace Solar.Runtime.Tests.Native;

/// <summary>Each way of choosing a libtorch, in a process of its own.</summary>
public sealed class TorchChoiceTests : IDisposable
{
    // Below the tests' own folder, so that libraries can be linked there rather than copied.
    private readonly string _folder = Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, $"torch-{Guid.NewGuid():N}")).FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task TouchingTorchSharp_BeforeAnythingOfSolars_Works()
    {
        ChildResult result = await TorchProbe.RunAsync("bare");

        Assert.True(result["sum"] is ["6"], result.ToString());
    }

    [Fact]
    public async Task TouchingTorchSharp_LoadsWhatTheBuildRecorded()
    {
        ChildResult result = await TorchProbe.RunAsync();

        Assert.Equal(["6"], result["sum"]);
        Assert.Equal([TorchLibrary.EnsureLoaded().Directory], result["directory"]);
        Assert.Single(result["mapped"]);
    }

    [Fact]
    public async Task Variable_NamesAnOwnLibtorch_AndOnlyThatOneIsLoaded()
    {
        string own = OwnLibtorch("own");

        ChildResult result = await TorchProbe.RunAsync("touch", ("SOLAR_LIBTORCH", own));

        Assert.Equal(["6"], result["sum"]);
        Assert.Equal([own], result["directory"]);
        Assert.Equal([Path.Combine(own, "libtorch_cpu.so")], result["mapped"]);
    }

    [Fact]
    public async Task RuntimeOption_NamesAnOwnLibtorch_InItsLibFolder()
    {
        string own = OwnLibtorch("own/lib");

        ChildResult result = await TorchProbe.RunWithOptionsAsync(
            _folder, "ensure", ("Solar.LibTorch.Directory", Path.GetDirectoryName(own)), ("Solar.LibTorch.Package", null));

        Assert.Equal(["6"], result["sum"]);
        Assert.Equal([Path.Combine(own, "libtorch_cpu.so")], result["mapped"]);
    }

    [Fact]
    public async Task Variable_NamingAFolderWithoutLibtorch_SaysSo()
    {
        ChildResult result = await TorchProbe.RunAsync("ensure", ("SOLAR_LIBTORCH", _folder));

        string message = Assert.Single(result["failure"]);
        Assert.Contains("SOLAR_LIBTORCH", message, StringComparison.Ordinal);
        Assert.Contains(_folder, message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TouchingTorchSharp_WithoutALibtorch_TellsTheReasonBeforeTorchSharpFails()
    {
        ChildResult result = await TorchProbe.RunWithOptionsAsync(_folder, "touch", ("Solar.LibTorch.Package", Path.Combine(_folder, "cleared")));

        Assert.NotEqual(0, result.ExitCode);
        Assert.StartsWith("Solar: No libtorch was found", result.Error, StringComparison.Ordinal);
        Assert.Contains(Path.Combine(_folder, "cleared"), result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SecondLibtorchWhereTorchSharpProbes_IsRefused_RatherThanAbortingTheProcess()
    {
        string program = TorchProbe.CopyTo(Path.Combine(_folder, "program"));
        string second = Path.Combine(program, "libtorch_cpu.so");
        await File.WriteAllTextAsync(second, "not the one that was asked for");

        ChildResult result = await TorchProbe.RunInAsync(program, "ensure", ("SOLAR_LIBTORCH", TorchLibrary.EnsureLoaded().Directory));

        Assert.Contains(second, Assert.Single(result["failure"]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task LibtorchBelowThePublishedProgram_ComesBeforeTheRecordedFolder()
    {
        string own = OwnLibtorch("program/libtorch");

        ChildResult result = await TorchProbe.RunInAsync(TorchProbe.CopyTo(Path.Combine(_folder, "program")), "touch");

        Assert.Equal(["6"], result["sum"]);
        Assert.Equal([Path.Combine(own, "libtorch_cpu.so")], result["mapped"]);
    }

    [Fact]
    public async Task ProcessesThatStartTogether_OnAnEmptyCache_AllLoad()
    {
        ChildResult[] results = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => TorchProbe.RunAsync("touch", ("XDG_CACHE_HOME", _folder))));

        Assert.All(results, result => Assert.Equal(["6"], result["sum"]));
        int expected = results[0]["mended"] is ["True"] ? 1 : 0;
        Assert.Equal(expected, Directory.GetFiles(_folder, "*", SearchOption.AllDirectories).Length);
    }

    [Fact]
    public async Task CacheThatCannotBeWritten_IsDoneWithout()
    {
        ChildResult result = await TorchProbe.RunAsync("touch", ("XDG_CACHE_HOME", "/dev/null"));

        Assert.Equal(["6"], result["sum"]);
    }

    /// <summary>A folder with the files of the package's libtorch: linked where the file system allows it, so that the kernel names this folder.</summary>
    private string OwnLibtorch(string name)
    {
        string own = Directory.CreateDirectory(Path.Combine(_folder, name)).FullName;
        foreach (string file in Directory.GetFiles(TorchLibrary.EnsureLoaded().Directory).Where(file => !file.Contains("python", StringComparison.Ordinal)))
        {
            using Process link = Process.Start("cp", ["--link", file, own]);
            link.WaitForExit();
            if (link.ExitCode != 0)
            {
                File.Copy(file, Path.Combine(own, Path.GetFileName(file)));
            }
        }

        return own;
    }
}
