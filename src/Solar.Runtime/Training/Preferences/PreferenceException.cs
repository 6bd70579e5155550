using System;
using System.Collections.Generic;

namespace Solar.Runtime.Training.Preferences;

/// <summary>An alignment is not what it is declared to be: its rows have no answer, its numbers are not finite, or it does not start at its reference. Nothing was learnt from these rows.</summary>
public sealed class PreferenceException : Exception
{
    /// <summary>The exception of rows.</summary>
    /// <param name="rows">The rows of the data.</param>
    /// <param name="places">Where they stand, such as <c>pairs.jsonl, line 7</c>.</param>
    /// <param name="problem">What is wrong, and how to mend it.</param>
    public PreferenceException(IReadOnlyList<int> rows, string places, string problem)
        : base($"{(rows.Count == 1 ? "row" : "rows")} {string.Join(", ", rows)} ({places}): {problem}") => Rows = rows;

    /// <summary>The rows of the data.</summary>
    public IReadOnlyList<int> Rows { get; }
}
