using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Solar.CheckpointProbe;
using Solar.Testing;
using Xunit;

namespace Solar.Runtime.Tests.Checkpoints;

/// <summary>A process that is killed at any moment leaves the old state or the whole new one, and the next run gives the same bytes.</summary>
public class KillTests
{
    private const int Few = 5;
    private const int Many = 50;

    [Theory]
    [InlineData("merge")]
    [InlineData("upscale")]
    [InlineData("lora")]
    public Task KilledAtRandomMoments_LeavesTheOldStateOrTheNew(string work) => KillAsync(work, Few, seed: 1);

    [SkippableTheory]
    [InlineData("merge")]
    [InlineData("upscale")]
    [InlineData("lora")]
    [Trait("Tier", "Long")]
    public Task KilledAtFiftyRandomMoments_LeavesTheOldStateOrTheNew(string work)
    {
        Skip.If(Environment.GetEnvironmentVariable("SOLAR_LONG") is null, "SOLAR_LONG is not set: 50 kills take minutes");
        return KillAsync(work, Many, seed: 2);
    }

    private static async Task KillAsync(string work, int times, int seed)
    {
        using var folder = new TempFolder();
        ProbeWork.WriteModels(folder["models"]);

        // How long it takes, the start of the process not counted, and what comes out when nobody kills it.
        ChildResult whole = await ChildProcess.RunAsync("dotnet", Arguments(work, folder, folder["whole"]));
        Assert.True(whole.ExitCode == 0, whole.ToString());
        Dictionary<string, byte[]> expected = Read(folder["whole"]);
        ChildResult again = await ChildProcess.RunAsync("dotnet", Arguments(work, folder, folder["again"]));
        var duration = TimeSpan.FromMilliseconds(int.Parse(again["milliseconds"].Single(), CultureInfo.InvariantCulture));
        Equal(expected, Read(folder["again"]));

        var random = new Random(seed);
        int killed = 0, resumed = 0, kept = 0;
        for (int i = 0; i < times; i++)
        {
            string output = folder[$"out{i}"];
            Dictionary<string, byte[]> old = [];
            if (i % 2 == 0)
            {
                // The state of before: another checkpoint of Solar's.
                Samples.Write(output, Samples.Tiny(), seed: i);
                old = Read(output);
            }

            killed += await ChildProcess.KillAsync("dotnet", Arguments(work, folder, output), duration * random.NextDouble()) ? 1 : 0;
            Dictionary<string, byte[]> left = Read(output);
            if (left.Keys.Order().SequenceEqual(old.Keys.Order()) && (old.Count == 0 || left["config.json"].SequenceEqual(old["config.json"])))
            {
                kept++;
                Equal(old, left);
            }
            else
            {
                Equal(expected, left);
            }

            ChildResult next = await ChildProcess.RunAsync("dotnet", Arguments(work, folder, output));
            Assert.True(next.ExitCode == 0, next.ToString());
            resumed += next["resumed"].Single() != "0" ? 1 : 0;
            Equal(expected, Read(output));
            Assert.DoesNotContain(folder.Content(), name => name.Contains(".solar-", StringComparison.Ordinal));
            Directory.Delete(output, recursive: true);
        }

        // A test that kills nobody, or always too late, would prove nothing.
        Assert.True(killed > 0 && kept > 0, $"{killed} of {times} were killed, {kept} left the old state, {resumed} were taken up");
        Console.WriteLine($"{work}: {killed} of {times} were killed, {kept} left the old state, {resumed} were taken up");
    }

    private static string[] Arguments(string work, TempFolder folder, string output) =>
        ["exec", Path.Combine(AppContext.BaseDirectory, "Solar.CheckpointProbe.dll"), work, folder["models"], output];

    private static Dictionary<string, byte[]> Read(string folder) => Directory.Exists(folder)
        ? Directory.EnumerateFiles(folder).ToDictionary(path => Path.GetFileName(path)!, File.ReadAllBytes)
        : [];

    private static void Equal(Dictionary<string, byte[]> expected, Dictionary<string, byte[]> found)
    {
        Assert.Equal(expected.Keys.Order(), found.Keys.Order());
        Assert.All(expected, pair => Assert.True(pair.Value.AsSpan().SequenceEqual(found[pair.Key]), pair.Key));
    }
}
