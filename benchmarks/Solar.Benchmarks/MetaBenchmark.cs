using System;
using System.Diagnostics;
using System.Globalization;
using Solar.Models;
using Solar.Runtime;
using static TorchSharp.torch;

namespace Solar.Benchmarks;

/// <summary>Time and memory of great modules on the meta device: 10.7, 140 and 180 billion parameters.</summary>
internal static class MetaBenchmark
{
    private const double ShardBytes = 5e9;

    public static void Run()
    {
        Measure("Solar10B", Solar10B.ParameterCount, () => new Solar10B(Placement.Meta));
        Measure("Mixtral8x22B", Mixtral8x22B.ParameterCount, () => new Mixtral8x22B(Placement.Meta));
        Measure("Falcon180B", Falcon180B.ParameterCount, () => new Falcon180B(Placement.Meta));
    }

    private static void Measure(string name, long parameters, Func<nn.Module> make)
    {
        long before = Environment.WorkingSet;
        long start = Stopwatch.GetTimestamp();
        using nn.Module model = make();
        TimeSpan elapsed = Stopwatch.GetElapsedTime(start);
        double bytes = 2.0 * parameters;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{name} on the meta device: {elapsed.TotalSeconds:F2} s, working set {Environment.WorkingSet / 1e6:F0} MB ({before / 1e6:F0} MB before, libtorch included); in 16 bits {bytes / 1e9:F1} GB, at least {Math.Ceiling(bytes / ShardBytes)} shards of 5 GB"));
    }
}
