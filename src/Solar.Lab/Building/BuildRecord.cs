using System;
using System.Collections.Generic;
using System.Text.Json.Serialization;

namespace Solar.Lab.Building;

/// <summary>What is known of something that was built: a file beside the checkpoints.</summary>
internal sealed record BuildRecord
{
    /// <summary>Of the form of the file; another one counts as not built.</summary>
    public const int Version = 1;

    /// <summary>The form of this file.</summary>
    public int FormatVersion { get; init; } = Version;

    /// <summary>Full name of the declaration, or name of the step.</summary>
    public required string Name { get; init; }

    /// <summary>How it came to be.</summary>
    public required BuildKind Kind { get; init; }

    /// <summary>SHA-256 over <see cref="Inputs"/>.</summary>
    public required string Key { get; init; }

    /// <summary>All that it follows from.</summary>
    public required SortedDictionary<string, string> Inputs { get; init; }

    /// <summary>Hash of what was made; empty while it is being made.</summary>
    public string Output { get; init; } = "";

    /// <summary>The folder that it was taken from, where it was trained elsewhere; null where it was built.</summary>
    public string? ImportedFrom { get; init; }

    /// <summary>Whether it was made whole.</summary>
    [JsonIgnore]
    public bool IsWhole => Output.Length > 0;

    /// <summary>When the run began that made it, or is to make it.</summary>
    public required DateTime Started { get; init; }

    /// <summary>When it was finished.</summary>
    public DateTime? Finished { get; init; }

    /// <summary>What it took: seconds of all runs together, and of a stage steps and tokens.</summary>
    public BuildCost Cost { get; init; } = new();
}

/// <summary>What something took to build.</summary>
public sealed record BuildCost
{
    /// <summary>Seconds, those of runs that were cut off included.</summary>
    public double Seconds { get; init; }

    /// <summary>Greatest memory of the process until it was done, in bytes; null where it is not known.</summary>
    public long? PeakMemory { get; init; }

    /// <summary>Optimiser steps.</summary>
    public long? Steps { get; init; }

    /// <summary>Tokens that were seen.</summary>
    public long? Tokens { get; init; }

    /// <summary>Tokens a second while it trained, loading and writing left out; of the last run where it was cut off.</summary>
    public double? TokensPerSecond { get; init; }

    /// <summary>Rows of one pass over the data: packed rows of texts, or conversations.</summary>
    public long? Rows { get; init; }

    /// <summary>Loss of the last step, or that of the last evaluation where there is one.</summary>
    public double? Loss { get; init; }

    /// <summary>Both together, for a run that went on after another.</summary>
    public BuildCost After(BuildCost earlier) => this with { Seconds = Seconds + earlier.Seconds, PeakMemory = Math.Max(PeakMemory ?? 0, earlier.PeakMemory ?? 0) is > 0 and long peak ? peak : null };
}
