using System;
using System.Collections.Generic;
using System.Text.Json.Serialization;

namespace Solar.Lab.Evaluation.Metrics;

/// <summary>A figure of a task.</summary>
/// <param name="Name">Its name, as the harness has it.</param>
/// <param name="Value">The figure; shares are from 0 to 1.</param>
/// <param name="StandardError">Its standard error; null where there is none, as for one document.</param>
/// <param name="Documents">How many documents it is of.</param>
public sealed record MetricResult(
    [property: JsonPropertyOrder(0)] string Name,
    [property: JsonPropertyOrder(1)] double Value,
    [property: JsonPropertyOrder(2)] double? StandardError,
    [property: JsonPropertyOrder(3)] int Documents)
{
    /// <summary>The mean of documents' values, Σx / n, and its standard error, √(Σ(x − mean)² / (n − 1)) / √n.</summary>
    /// <param name="name">The metric.</param>
    /// <param name="values">One value a document.</param>
    /// <exception cref="ArgumentException">There is no value.</exception>
    public static MetricResult Mean(string name, IReadOnlyCollection<double> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (values.Count == 0)
        {
            throw new ArgumentException($"There is no mean of no documents ({name}).", nameof(values));
        }

        double sum = 0;
        foreach (double value in values)
        {
            sum += value;
        }

        double mean = sum / values.Count, squares = 0;
        foreach (double value in values)
        {
            squares += (value - mean) * (value - mean);
        }

        double? error = values.Count > 1 ? Math.Sqrt(squares / (values.Count - 1)) / Math.Sqrt(values.Count) : null;
        return new MetricResult(name, mean, error, values.Count);
    }
}
