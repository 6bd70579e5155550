using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Solar.Runtime.Native;
using Solar.Testing;
using Xunit;

namespace Solar.Lab.Tests.Evaluation.Answers;

/// <summary>An <c>eval</c> that is killed as a loss of power would kill it, and run again: no answer that was kept is computed again, and the figures are those of a run that was not.</summary>
public sealed class EvaluationKillTests : IDisposable
{
    private readonly Dictionary<string, string?> _environment = new() { ["SOLAR_LIBTORCH"] = TorchLibrary.EnsureLoaded().Directory };
    private readonly string _folder = Directory.CreateTempSubdirectory("solar-eval-kill-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [SkippableFact]
    public async Task KilledRun_GoesOnWithWhatWasKept()
    {
        string stories = SolarAssets.Path("stories260K/hf"), data = SolarAssets.Path("h6");
        ChildResult whole = await ChildProcess.RunAsync("dotnet", Arguments(stories, data, "whole"), _environment);
        Assert.True(whole.ExitCode == 0, whole.ToString());

        bool ran = await ChildProcess.KillAsync("dotnet", Arguments(stories, data, "cut"), TimeSpan.Zero, since: () => Kept() > 2048, _environment, isSilent: true);
        long kept = Kept();
        ChildResult again = await ChildProcess.RunAsync("dotnet", Arguments(stories, data, "cut"), _environment);

        Assert.True(again.ExitCode == 0, again.ToString());
        Assert.True(kept > 2048, FormattableString.Invariant($"nothing was kept; it still ran: {ran}"));
        Assert.True(!ran || First(again.Error) > 0, again.Error);
        Assert.Equal(Figures("whole"), Figures("cut"));
        Assert.Equal(Samples("whole"), Samples("cut"));
    }

    private string[] Arguments(string stories, string data, string name) =>
    [
        "exec", Path.Combine(AppContext.BaseDirectory, "Solar.Tool.dll"), "eval", stories, "--tasks", "winogrande", "--limit", "120", "--data", data, "--out", Path.Combine(_folder, name),
        "--threads", "1", "--batch-tokens", "512",
    ];

    private long Kept()
    {
        string folder = Path.Combine(_folder, "cut", "answers");
        return Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "*.answers").Sum(file => new FileInfo(file).Length) : 0;
    }

    // "[1/1] hf winogrande  12 of 240 requests, 12 known, 0 %"
    private static int First(string log)
    {
        string line = log.Split('\n').First(line => line.Contains(" known, ", StringComparison.Ordinal));
        return int.Parse(line.Split(" requests, ")[1].Split(' ')[0], System.Globalization.NumberStyles.AllowThousands, System.Globalization.CultureInfo.InvariantCulture);
    }

    private string Figures(string name)
    {
        using var results = System.Text.Json.JsonDocument.Parse(File.ReadAllText(Path.Combine(_folder, name, "hf", "results.json")));
        return results.RootElement.GetProperty("figures").GetProperty("tasks").GetRawText();
    }

    private string Samples(string name) => File.ReadAllText(Directory.EnumerateFiles(Path.Combine(_folder, name, "hf", "samples")).Single());
}
