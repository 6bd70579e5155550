using System;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Solar.Lab.CommandLine;
using Solar.Lab.Tests.CommandLine;
using Solar.Runtime.Native;
using Xunit;

namespace Solar.Lab.Tests.Building;

/// <summary><c>build --jobs</c>: stages are trained in processes of their own, by the program itself.</summary>
public sealed class SideBySideTests : BuildTest
{
    public SideBySideTests()
    {
        // What a child of the tool takes its libtorch from; this process has loaded its own already.
        Environment.SetEnvironmentVariable("SOLAR_LIBTORCH", TorchLibrary.EnsureLoaded().Directory);
        WorkerCommand = ["dotnet", "exec", Path.Combine(AppContext.BaseDirectory, "Solar.Tool.dll")];
    }

    [Fact]
    public async Task BuildThatIsCutOff_StopsItsChildren_AndGoesOn()
    {
        Declarations = Declarations.Replace("pretrain: Grown, data: Text, max_steps: 4, max_length: 16, learning_rate: 1e-3, save_steps: 1", "pretrain: Grown, data: Text, max_steps: 1000, max_length: 16, learning_rate: 1e-3, save_steps: 10", StringComparison.Ordinal);
        using var stop = new CancellationTokenSource();
        Task<LabRun> run = BuildAsync(["First", "Second", "--jobs", "2", "--threads", "1"], stop.Token);
        while (!run.IsCompleted && !((string[])["First", "Second"]).All(name => Directory.Exists(Checkpoint(name)) && Directory.EnumerateDirectories(Checkpoint(name), "state-*").Any()))
        {
            await Task.Delay(1);
        }

        await stop.CancelAsync();
        Assert.Equal(ExitCode.Cancelled, (await run).ExitCode);
        LabRun again = (await BuildAsync("First", "Second", "--jobs", "2", "--threads", "1")).EndedWith(ExitCode.Success);

        Assert.Contains("First: going on where an earlier run was cut off", again.Error, StringComparison.Ordinal);
        Assert.Contains("Second: going on where an earlier run was cut off", again.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TwoAtATime_EndInTheBytesOfOneAtATime()
    {
        Assert.Equal(All.Order(), Built(await BuildAsync("--jobs", "2", "--threads", "1")).Order());
        string[] sideBySide = [.. All.Skip(1).Select(Weights)];
        Directory.Delete(At("checkpoints"), recursive: true);

        Built(await BuildAsync("--jobs", "1", "--threads", "1"));

        Assert.Equal(sideBySide, All.Skip(1).Select(Weights));
        Assert.Empty(Built(await BuildAsync("--jobs", "2")));
    }

    [Fact]
    public async Task BudgetOfAStage_IsToldByItsChild()
    {
        LabRun run = (await BuildAsync("Trained", "--jobs", "2", "--threads", "1")).EndedWith(ExitCode.Success);

        Assert.Matches(@"Trained: 4 steps, \d+ tokens\n(.*\n)*.*Trained built in", run.Error);
    }

    [Fact]
    public async Task FaultOfAChild_IsTheBuilds()
    {
        Declarations = Declarations.Replace("pretrain: Base, data: Text, max_steps: 4,", "pretrain: Base, data: Text, max_steps: 40, max_grad_norm: 0,", StringComparison.Ordinal)
            .Replace("max_length: 16, learning_rate: 1e-3", "max_length: 16, learning_rate: 1e9", StringComparison.Ordinal);

        LabRun run = (await BuildAsync("Trained", "--jobs", "2")).EndedWith(ExitCode.Failure);

        Assert.Contains("error: Trained: ", run.Error, StringComparison.Ordinal);
        Assert.Contains("NaN", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ProgramThatCannotBeStarted_SaysHowToDoWithout()
    {
        WorkerCommand = [Path.Combine(AppContext.BaseDirectory, "no-such-program")];

        LabRun run = (await BuildAsync("Trained", "--jobs", "2")).EndedWith(ExitCode.Failure);

        Assert.Contains("use --jobs 1", run.Error, StringComparison.Ordinal);
    }
}
