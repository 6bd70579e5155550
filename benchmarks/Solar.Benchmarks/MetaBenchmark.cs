using System;
using System.Diagnostics;
using System.Globalization;
using Solar.Runtime;

namespace Solar.Benchmarks;

/// <summary>Time and memory of the 48-layer, 10.7-billion-parameter module on the meta device.</summary>
internal static class MetaBenchmark
{
    public static void Run()
    {
        long before = Environment.WorkingSet;
        long start = Stopwatch.GetTimestamp();
        using var model = new Solar10B(Placement.Meta);
        TimeSpan elapsed = Stopwatch.GetElapsedTime(start);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"Solar10B on the meta device: {elapsed.TotalSeconds:F2} s, working set {Environment.WorkingSet / 1e6:F0} MB ({before / 1e6:F0} MB before, libtorch included)"));
    }
}
