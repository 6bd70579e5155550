using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Serialization;

namespace Solar.Lab.Evaluation.Metrics;

/// <summary>What a task measured.</summary>
public sealed record TaskResult
{
    /// <summary>The task's name, which says where it departs from the profile.</summary>
    [JsonPropertyOrder(0)]
    public required string Name { get; init; }

    /// <summary>The profile's name.</summary>
    [JsonPropertyOrder(1)]
    public required string Profile { get; init; }

    /// <summary>Number of examples in a prompt.</summary>
    [JsonPropertyOrder(2)]
    public required int FewShots { get; init; }

    /// <summary>Documents evaluated.</summary>
    [JsonPropertyOrder(3)]
    public required int Documents { get; init; }

    /// <summary>Documents there are.</summary>
    [JsonPropertyOrder(4)]
    public required int Available { get; init; }

    /// <summary>The metric that stands for the task.</summary>
    [JsonPropertyOrder(5)]
    public required string PrimaryMetric { get; init; }

    /// <summary>All metrics.</summary>
    [JsonPropertyOrder(6)]
    public required IReadOnlyList<MetricResult> Metrics { get; init; }

    /// <summary>Parts of the task, such as MMLU's groups and subjects; none for a task that has none.</summary>
    [JsonPropertyOrder(7)]
    public IReadOnlyList<TaskResult> Parts { get; init; } = [];

    /// <summary>What whoever reads the figures has to know; empty for a task that follows its profile.</summary>
    [JsonPropertyOrder(8)]
    public IReadOnlyList<string> Departures { get; init; } = [];

    /// <summary>Whether its figure is a share, which means are made of; false for perplexities.</summary>
    [JsonPropertyOrder(9)]
    public bool IsShare { get; init; } = true;

    /// <summary>Whether all documents were evaluated.</summary>
    [JsonIgnore]
    public bool IsWhole => Documents == Available;

    /// <summary>The figure that stands for the task.</summary>
    [JsonIgnore]
    public MetricResult Primary => Metrics.First(metric => metric.Name == PrimaryMetric);
}
