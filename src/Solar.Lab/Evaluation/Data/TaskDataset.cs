using System.Collections.Generic;

namespace Solar.Lab.Evaluation.Data;

/// <summary>Where a task's data is from, by which its files are found below a data directory.</summary>
/// <param name="Repository">The data set on Hugging Face, such as <c>allenai/ai2_arc</c>.</param>
/// <param name="Evaluated">The split whose documents are evaluated.</param>
public sealed record TaskDataset(string Repository, string Evaluated)
{
    /// <summary>The configuration, such as <c>ARC-Challenge</c>; null where there is one only.</summary>
    public string? Configuration { get; init; }

    /// <summary>The split that examples are from; null for a task that has none.</summary>
    public string? Examples { get; init; }

    /// <summary>Files of a split by other names, relative to the data directory, the first that is there taken before all others.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> OtherNames { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>Columns of CSV files without a header; null where their first record names them.</summary>
    public IReadOnlyList<string>? Columns { get; init; }
}
