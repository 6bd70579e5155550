using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using Solar.Lab.CommandLine;
using Solar.Runtime.Native;
using SolarPaper.World;
using Xunit;

namespace SolarPaper.Tests;

/// <summary>Where a run of the paper has its files.</summary>
public sealed class PaperHostTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("solar-paper-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task RunInAFolderOfItsOwn_TrainsItsStagesOnThatFoldersData()
    {
        // A stage is trained in a process of its own, which begins with the folders that the program has by itself.
        Environment.SetEnvironmentVariable("SOLAR_LIBTORCH", TorchLibrary.EnsureLoaded().Directory);
        using var error = new StringWriter();
        LabHost host = PaperHost.Create(Path.Combine(_folder, "elsewhere"), new WorldSizes(1) { BaseTexts = 200, WebTexts = 50, Records = 20, Pairs = 20, Items = 20, HeldOutTexts = 10 }) with
        {
            Error = error,
            IsErrorTerminal = false,
            WorkerCommand = ["dotnet", "exec", typeof(PaperHost).Assembly.Location],
        };

        int code = await LabApplication.RunAsync(["build", "Base", "--jobs", "2", "--threads", "1", "--set", "Base.max_steps=2"], host, CancellationToken.None);

        Assert.True(code == ExitCode.Success, error.ToString());
        Assert.True(File.Exists(Path.Combine(_folder, "elsewhere", "checkpoints", "Base", "model.safetensors")));
    }
}
