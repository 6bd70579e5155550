using System.Collections.Generic;
using System.Text.Json.Serialization;

namespace Solar.Lab.Evaluation.Metrics;

/// <summary>The mean of several tasks' figures.</summary>
public sealed record MeanResult
{
    /// <summary><c>H6</c>, or which tasks it is the mean of.</summary>
    [JsonPropertyOrder(0)]
    public required string Name { get; init; }

    /// <summary>The profile's name.</summary>
    [JsonPropertyOrder(1)]
    public required string Profile { get; init; }

    /// <summary>The mean, from 0 to 1.</summary>
    [JsonPropertyOrder(2)]
    public required double Value { get; init; }

    /// <summary>Its standard error; null where a task has none.</summary>
    [JsonPropertyOrder(3)]
    public required double? StandardError { get; init; }

    /// <summary>Whether it is the H6 of the Open LLM Leaderboard v1, by the profile's choices.</summary>
    [JsonPropertyOrder(4)]
    public required bool IsH6 { get; init; }

    /// <summary>Why it is not; empty where it is.</summary>
    [JsonPropertyOrder(5)]
    public required IReadOnlyList<string> ReasonsAgainstH6 { get; init; }
}
