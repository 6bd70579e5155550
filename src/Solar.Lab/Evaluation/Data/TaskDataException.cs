using System;
using System.Globalization;
using Solar.Runtime.Training;

namespace Solar.Lab.Evaluation.Data;

/// <summary>Data of a task that is not there, or is not what the task needs: the message names the file, the row where there is one, and the mend.</summary>
public sealed class TaskDataException : Exception
{
    /// <summary>Data that is not there.</summary>
    /// <param name="message">What was looked for, and where to get it.</param>
    public TaskDataException(string message)
        : base(message)
    {
    }

    /// <summary>A row, or a whole file, that is not what a task needs.</summary>
    /// <param name="file">The file.</param>
    /// <param name="number">The row, 1 for the first; 0 where the whole file is meant.</param>
    /// <param name="unit">What the number counts: <c>line</c>, <c>record</c> or <c>row</c>.</param>
    /// <param name="problem">What was found, and what it has to be.</param>
    /// <param name="inner">What was thrown below, if anything.</param>
    public TaskDataException(string file, long number, string unit, string problem, Exception? inner = null)
        : base(number > 0 ? string.Create(CultureInfo.InvariantCulture, $"{file}, {unit} {number}: {problem}") : $"{file}: {problem}", inner) =>
        (File, Number, Unit) = (file, number, unit);

    internal TaskDataException(TrainingDataException problem)
        : base(problem.Message, problem) => (File, Number, Unit) = (problem.File, problem.Line, problem.Unit);

    /// <summary>The file; null where it is missing.</summary>
    public string? File { get; }

    /// <summary>The row, 1 for the first; 0 where the whole file is meant.</summary>
    public long Number { get; }

    /// <summary>What <see cref="Number"/> counts.</summary>
    public string Unit { get; } = "line";
}
