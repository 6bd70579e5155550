using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Solar.Testing;
using Solar.TrainingProbe;
using Xunit;
using Xunit.Abstractions;

namespace Solar.Runtime.Tests.Training;

/// <summary>A training that is killed at any moment, within a save too, ends in the bytes of one that never was when it is run again.</summary>
public sealed class TrainingKillTests(ITestOutputHelper output) : IDisposable
{
    private const int Few = 5, Many = 30, Steps = 8;

    /// <summary>A save is begun again and again until a kill falls into it.</summary>
    private const int Tries = 20;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public Task KilledAtRandomMoments_EndsInTheBytesOfAnUninterruptedRun() => KillAsync("float32", Few, seed: 1);

    [SkippableTheory]
    [InlineData("float32")]
    [InlineData("bfloat16")]
    [Trait("Tier", "Long")]
    public Task KilledAtThirtyRandomMoments_EndsInTheBytesOfAnUninterruptedRun(string type)
    {
        Skip.If(Environment.GetEnvironmentVariable("SOLAR_LONG") is null, "SOLAR_LONG is not set: 30 kills take minutes");
        return KillAsync(type, Many, seed: 2);
    }

    private async Task KillAsync(string type, int times, int seed)
    {
        ProbeRun.Prepare(_folder.Path);
        await RunAsync(type, "whole");
        Dictionary<string, byte[]> expected = Read("whole");
        ChildResult again = await RunAsync(type, "again");
        var duration = TimeSpan.FromMilliseconds(int.Parse(again["milliseconds"].Single(), CultureInfo.InvariantCulture));
        Equal(expected, Read("again"));

        var random = new Random(seed);
        int killed = 0, within = 0, resumed = 0;
        for (int i = 0; i < times; i++)
        {
            string name = $"out{i}";
            if (i % 3 == 0)
            {
                string[] signs = [Sign(random), Sign(random), ".unfinished-best", ".unfinished-checkpoint", ".finished-checkpoint"];
                killed += await KillWithinAsync(type, name, i == 0 ? signs[0] : signs[random.Next(signs.Length)]) ? 1 : 0;
            }
            else
            {
                killed += await ChildProcess.KillAsync("dotnet", Arguments(type, name), duration * random.NextDouble()) ? 1 : 0;
            }

            within += Left(name).Any() ? 1 : 0;
            if (i % 3 == 2)
            {
                killed += await ChildProcess.KillAsync("dotnet", Arguments(type, name), duration * random.NextDouble()) ? 1 : 0;
            }

            ChildResult last = await RunAsync(type, name);
            resumed += last["resumed"].Single() != "0" ? 1 : 0;
            Equal(expected, Read(name));
            Assert.Empty(Directory.GetDirectories(_folder[name]));
            Directory.Delete(_folder[name], recursive: true);
        }

        // A test that kills nobody, or always between two saves, or before the first one, would prove nothing.
        output.WriteLine($"{type}: {killed} kills, {within} of {times} left a save half done, {resumed} were gone on with");
        Assert.True(killed >= times / 2 && within > 0 && resumed > 0, $"{killed} kills, {within} within a save, {resumed} were gone on with");
    }

    private static string Sign(Random random) => string.Create(CultureInfo.InvariantCulture, $".unfinished-state-{random.Next(2, Steps)}");

    /// <summary>Kills as soon as a folder is there that is there only while something is saved.</summary>
    private async Task<bool> KillWithinAsync(string type, string name, string sign)
    {
        bool killed = false;
        for (int i = 0; i < Tries && !(killed && Left(name).Any()); i++)
        {
            if (Directory.Exists(_folder[name]))
            {
                Directory.Delete(_folder[name], recursive: true);
            }

            killed = await ChildProcess.KillAsync("dotnet", Arguments(type, name), TimeSpan.Zero, since: () => Directory.Exists(Path.Combine(_folder[name], sign)));
        }

        return killed;
    }

    private IEnumerable<string> Left(string name) =>
        Directory.Exists(_folder[name]) ? Directory.EnumerateFileSystemEntries(_folder[name], ".*finished-*") : [];

    private async Task<ChildResult> RunAsync(string type, string name)
    {
        ChildResult result = await ChildProcess.RunAsync("dotnet", Arguments(type, name));
        Assert.True(result.ExitCode == 0, result.ToString());
        return result;
    }

    private string[] Arguments(string type, string name) =>
        ["exec", Path.Combine(AppContext.BaseDirectory, "Solar.TrainingProbe.dll"), type, _folder.Path, _folder[name]];

    private Dictionary<string, byte[]> Read(string name) => Directory.EnumerateFiles(_folder[name]).ToDictionary(path => Path.GetFileName(path)!, File.ReadAllBytes);

    private static void Equal(Dictionary<string, byte[]> expected, Dictionary<string, byte[]> found)
    {
        Assert.Equal(expected.Keys.Order(StringComparer.Ordinal), found.Keys.Order(StringComparer.Ordinal));
        foreach ((string name, byte[] bytes) in expected)
        {
            if (name == "training_log.jsonl")
            {
                Assert.Equal(WithoutTimes(bytes), WithoutTimes(found[name]));
            }
            else
            {
                Assert.True(bytes.AsSpan().SequenceEqual(found[name]), name);
            }
        }
    }

    private static string[] WithoutTimes(byte[] log) => [.. System.Text.Encoding.UTF8.GetString(log).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line =>
    {
        JsonNode step = JsonNode.Parse(line)!;
        step.AsObject().Remove("elapsed");
        step.AsObject().Remove("tokens_per_second");
        return step.ToJsonString();
    })];
}
