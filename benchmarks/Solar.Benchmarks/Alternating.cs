using System;
using System.Diagnostics;
using System.Globalization;
using System.Linq;

namespace Solar.Benchmarks;

/// <summary>
/// Measures a thing against its reference in turn, A B A B …, and reports the ratio pair by pair: on a shared machine both see the same weather.
/// BenchmarkDotNet measures one case after the other, which such a machine does not forgive.
/// </summary>
internal static class Alternating
{
    /// <param name="name">The thing.</param>
    /// <param name="reference">What it is measured against.</param>
    /// <param name="subject">Does it once.</param>
    /// <param name="against">Does that once.</param>
    /// <param name="rounds">How often each is measured.</param>
    /// <param name="clock">Milliseconds that an action takes; by default of the clock on the wall.</param>
    public static void Measure(string name, string reference, Action subject, Action against, int rounds = 15, Func<Action, double>? clock = null)
    {
        clock ??= Milliseconds;
        subject();
        against();

        double[] subjects = new double[rounds];
        double[] references = new double[rounds];
        for (int i = 0; i < rounds; i++)
        {
            subjects[i] = clock(subject);
            references[i] = clock(against);
        }

        double[] ratios = [.. subjects.Zip(references, (a, b) => a / b)];
        Report(name, subjects);
        Report("  against: " + reference, references);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{"  ratio",-58} median {Median(ratios),9:F3}   min {ratios.Min(),9:F3}   max {ratios.Max(),9:F3}"));
    }

    public static double Milliseconds(Action action)
    {
        long start = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    /// <summary>Of the processor, in all threads of this process: what other processes take does not count, their share of the caches does.</summary>
    public static double ProcessorMilliseconds(Action action)
    {
        using Process process = Process.GetCurrentProcess();
        TimeSpan start = process.TotalProcessorTime;
        action();
        process.Refresh();
        return (process.TotalProcessorTime - start).TotalMilliseconds;
    }

    public static void Report(string name, params double[] milliseconds) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{name,-58} median {Median(milliseconds),9:F2} ms  min {milliseconds.Min(),9:F2} ms  max {milliseconds.Max(),9:F2} ms"));

    private static double Median(double[] values) => values.Order().ElementAt(values.Length / 2);
}
