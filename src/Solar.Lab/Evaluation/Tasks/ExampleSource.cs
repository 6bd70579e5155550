using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Solar.Lab.Evaluation.Data;

namespace Solar.Lab.Evaluation.Tasks;

/// <summary>Where the examples of a task are from.</summary>
internal sealed record ExampleSource
{
    /// <summary>The rows; null where there are none.</summary>
    public IReadOnlyList<DataRecord>? Records { get; private init; }

    /// <summary>What the task's name says of it.</summary>
    public string Suffix { get; private init; } = "";

    /// <summary>What whoever reads the figures has to know; null for nothing.</summary>
    public string? Departure { get; private init; }

    private string? File { get; init; }

    /// <summary>The task's own split.</summary>
    public static ExampleSource Own(IReadOnlyList<DataRecord> records, string? departure = null) => new() { Records = records, Departure = departure };

    /// <summary>No examples.</summary>
    public static ExampleSource None(string? departure) => new() { Departure = departure };

    /// <summary>Rows that stand in for the task's own split.</summary>
    public static ExampleSource StandIn(
        ExampleRows rows, string directory, IReadOnlyList<DataRecord> evaluated, IReadOnlyList<string>? columns, string? departure)
    {
        string file = Path.GetFullPath(Path.Combine(directory, rows.File));
        bool isEvaluated = Path.GetFullPath(evaluated[0].File) == file;
        if (!isEvaluated && !System.IO.File.Exists(file))
        {
            throw new TaskDataException($"There is no file '{file}', whose rows are to stand in for examples.");
        }

        IReadOnlyList<DataRecord> all = isEvaluated ? evaluated : RecordFile.ReadAll([file], columns);
        (int start, int length) = Taken(rows, file, all.Count);
        string own = isEvaluated ? "; they are not evaluated themselves" : "";
        return new ExampleSource
        {
            Records = [.. all.Skip(start).Take(length)],
            File = isEvaluated ? file : null,
            Suffix = "_other_examples",
            Departure = $"{(departure is null ? "" : departure + " ")}Its examples are rows of {rows.Shown}, which stand in for its own split of them{own}.",
        };
    }

    /// <summary>The documents that are evaluated: all but those that stand in as examples.</summary>
    public IReadOnlyList<DataRecord> LeftOf(IReadOnlyList<DataRecord> evaluated)
    {
        if (File is null)
        {
            return evaluated;
        }

        HashSet<DataRecord> examples = [.. Records!];
        IReadOnlyList<DataRecord> left = [.. evaluated.Where(record => !examples.Contains(record))];
        return left.Count > 0 ? left : throw new TaskDataException(File, 0, "row", "all rows stand in as examples, and none is left to be evaluated; name fewer.");
    }

    private static (int Start, int Length) Taken(ExampleRows rows, string file, int count)
    {
        try
        {
            return rows.Rows.GetOffsetAndLength(count) is (_, > 0) taken ? taken : throw new ArgumentOutOfRangeException(nameof(rows));
        }
        catch (ArgumentOutOfRangeException failure)
        {
            throw new TaskDataException(file, 0, "row", FormattableString.Invariant($"has {count} rows, of which [{rows.Rows}] are none."), failure);
        }
    }
}
