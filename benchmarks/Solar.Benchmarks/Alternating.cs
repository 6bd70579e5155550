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
    public static void Measure(string name, string reference, Action subject, Action against, int rounds = 15)
    {
        subject();
        against();

        double[] subjects = new double[rounds];
        double[] references = new double[rounds];
        for (int i = 0; i < rounds; i++)
        {
            subjects[i] = Milliseconds(subject);
            references[i] = Milliseconds(against);
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

    public static void Report(string name, params double[] milliseconds) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{name,-58} median {Median(milliseconds),9:F2} ms  min {milliseconds.Min(),9:F2} ms  max {milliseconds.Max(),9:F2} ms"));

    private static double Median(double[] values) => values.Order().ElementAt(values.Length / 2);
}
