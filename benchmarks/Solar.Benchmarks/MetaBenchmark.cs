using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Text.Json;
using Solar.Lab.CommandLine;
using Solar.Models;
using Solar.Runtime;
using static TorchSharp.torch;

namespace Solar.Benchmarks;

/// <summary>Time and memory of great models without weights, 10.7, 140 and 180 billion parameters: as modules on the meta device, and as plans.</summary>
internal static class MetaBenchmark
{
    public static void Run()
    {
        Build("Solar10B", () => new Solar10B(Placement.Meta));
        Build("Mixtral8x22B", () => new Mixtral8x22B(Placement.Meta));
        Build("Falcon180B", () => new Falcon180B(Placement.Meta));
        Plan("Solar10B");
        Plan("Mixtral8x22B");
        Plan("Falcon180B");
    }

    private static void Build(string name, Func<nn.Module> make)
    {
        long before = Environment.WorkingSet;
        long start = Stopwatch.GetTimestamp();
        using nn.Module model = make();
        Tell($"{name} on the meta device: {Stopwatch.GetElapsedTime(start).TotalSeconds:F2} s, working set {Megabytes(Environment.WorkingSet)} MB ({Megabytes(before)} MB before, libtorch included)");
    }

    // What `plan` says of the zoo: the first plan reads the whole catalog, which later ones find again.
    private static void Plan(string name)
    {
        using StringWriter output = new();
        long before = Environment.WorkingSet;
        long start = Stopwatch.GetTimestamp();
        int code = LabApplication.RunAsync(["plan", name, "--json"], new LabHost { Program = typeof(Solar10B).Assembly, Output = output }).GetAwaiter().GetResult();
        TimeSpan elapsed = Stopwatch.GetElapsedTime(start);
        if (code != 0)
        {
            throw new InvalidOperationException($"plan {name} ended with {code}.");
        }

        using JsonDocument plan = JsonDocument.Parse(output.ToString());
        Tell($"plan {name}: {elapsed.TotalSeconds:F2} s, working set {Megabytes(Environment.WorkingSet)} MB ({Megabytes(before)} MB before); {plan.RootElement.GetProperty("bytes_written").GetInt64() / 1e9:F1} GB in {plan.RootElement.GetProperty("shards").GetArrayLength()} files, {Megabytes(plan.RootElement.GetProperty("peak_memory").GetInt64())} MB of memory to make it");
    }

    private static string Megabytes(long bytes) => (bytes / 1e6).ToString("F0", CultureInfo.InvariantCulture);

    private static void Tell(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
