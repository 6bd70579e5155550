using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;

namespace Solar.Lab.Evaluation.Results;

/// <summary>What one measurement is to another of the same documents.</summary>
public enum Verdict
{
    /// <summary>The difference is less than noise would make.</summary>
    WithinNoise,

    /// <summary>The second is better.</summary>
    Better,

    /// <summary>The second is worse.</summary>
    Worse,
}

/// <summary>
/// The difference of two models on the same documents, and its standard error: that of the documents' differences, which is less than those of the two figures put
/// together, since a hard document is hard for both.
/// </summary>
/// <param name="Mean">Mean of the second's metric less the first's.</param>
/// <param name="StandardError">Its standard error, √(Σ(d − mean)² / (n − 1)) / √n.</param>
/// <param name="Documents">Number of documents.</param>
public sealed record PairedDifference(double Mean, double StandardError, int Documents)
{
    /// <summary>By how many standard errors a difference has to be off zero to be one: two sides, five in a hundred.</summary>
    public const double Significant = 1.96;

    /// <summary>Better, worse, or within noise.</summary>
    public Verdict Verdict => Math.Abs(Mean) <= Significant * StandardError || Mean == 0 ? Verdict.WithinNoise : Mean > 0 ? Verdict.Better : Verdict.Worse;

    /// <summary>The difference of values of the same documents.</summary>
    /// <param name="first">Of the first model, one a document.</param>
    /// <param name="second">Of the second model, in the same order.</param>
    /// <exception cref="ArgumentException">They are not of the same documents, or of fewer than two.</exception>
    public static PairedDifference Of(IReadOnlyList<double> first, IReadOnlyList<double> second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        if (first.Count != second.Count || first.Count < 2)
        {
            throw new ArgumentException(FormattableString.Invariant($"{first.Count} and {second.Count} documents have no paired difference; the same ones, two at least, have."));
        }

        double[] differences = [.. first.Zip(second, (a, b) => b - a)];
        double mean = differences.Average();
        double error = Math.Sqrt(differences.Sum(d => (d - mean) * (d - mean)) / (differences.Length - 1)) / Math.Sqrt(differences.Length);
        return new PairedDifference(mean, error, differences.Length);
    }

    /// <summary>
    /// The difference of values of documents of which some ask the same thing: documents of one cluster are not independent, and the standard error is that of the
    /// clusters' sums, √(Σ(Σ(d − mean))²) / n · √(c / (c − 1)) for c clusters (Miller 2024, arXiv 2411.00640, section 2.2).
    /// </summary>
    /// <param name="first">Of the first model, one a document.</param>
    /// <param name="second">Of the second model, in the same order.</param>
    /// <param name="clusters">What each document asks, in the same order; documents with the same text are of one cluster.</param>
    /// <exception cref="ArgumentException">They are not of the same documents, or of fewer than two clusters.</exception>
    public static PairedDifference Of(IReadOnlyList<double> first, IReadOnlyList<double> second, IReadOnlyList<string> clusters)
    {
        ArgumentNullException.ThrowIfNull(clusters);
        double mean = Of(first, second).Mean;
        if (clusters.Count != first.Count)
        {
            throw new ArgumentException(FormattableString.Invariant($"{clusters.Count} clusters are named for {first.Count} documents."), nameof(clusters));
        }

        double[] sums = [.. Enumerable.Range(0, first.Count).GroupBy(i => clusters[i]).Select(cluster => cluster.Sum(i => second[i] - first[i] - mean))];
        return sums.Length < 2
            ? throw new ArgumentException("Documents of one cluster have no standard error; two clusters at least have.", nameof(clusters))
            : new PairedDifference(mean, Math.Sqrt(sums.Sum(sum => sum * sum) * sums.Length / (sums.Length - 1)) / first.Count, first.Count);
    }

    /// <summary>The difference of a plain mean of tasks, each with its own documents: their errors are independent.</summary>
    /// <param name="tasks">One difference a task.</param>
    public static PairedDifference OfMean(IReadOnlyList<PairedDifference> tasks)
    {
        ArgumentNullException.ThrowIfNull(tasks);
        ArgumentOutOfRangeException.ThrowIfZero(tasks.Count);
        return new PairedDifference(
            tasks.Average(task => task.Mean), Math.Sqrt(tasks.Sum(task => task.StandardError * task.StandardError)) / tasks.Count, tasks.Sum(task => task.Documents));
    }

    /// <summary>The values of a metric in the log of a task that <c>eval</c> has written, by position.</summary>
    /// <param name="log">The file, <c>samples/TASK.jsonl</c>.</param>
    /// <param name="metric">The metric.</param>
    /// <exception cref="InvalidDataException">A line is none of such a log, or has no such metric.</exception>
    public static IReadOnlyList<double> Values(string log, string metric) =>
        ByPosition(log, $"'{metric}'", document => document.GetProperty("metrics").GetProperty(metric).GetDouble());

    /// <summary>Which row of its data each document is, counted from 0, by position: of a subject out of one file for all, the rows of that file.</summary>
    /// <param name="log">The file, <c>samples/TASK.jsonl</c>.</param>
    /// <exception cref="InvalidDataException">A line is none of such a log.</exception>
    public static IReadOnlyList<int> Rows(string log) => ByPosition(log, "row", document => document.GetProperty("doc").GetInt32());

    private static IReadOnlyList<T> ByPosition<T>(string log, string what, Func<JsonElement, T> read)
    {
        int line = 0;
        var values = new SortedDictionary<int, T>();
        foreach (string text in File.ReadLines(log))
        {
            line++;
            try
            {
                using JsonDocument document = JsonDocument.Parse(text);
                values[document.RootElement.GetProperty("pos").GetInt32()] = read(document.RootElement);
            }
            catch (Exception fault) when (fault is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
            {
                throw new InvalidDataException(FormattableString.Invariant($"{log}, line {line}: it says no {what} of a document; measure again with 'eval'."), fault);
            }
        }

        return [.. values.Values];
    }
}
