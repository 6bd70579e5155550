using System;
using System.Globalization;

namespace Solar.Runtime.Training;

/// <summary>Training data that cannot be read as declared: the message names the file and, where there is one, the line.</summary>
public sealed class TrainingDataException : Exception
{
    /// <summary>The exception of one place in a file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="line">The line, 1 for the first; 0 where the whole file is meant.</param>
    /// <param name="problem">What was found, and how to mend it.</param>
    /// <param name="inner">What was thrown below, if anything.</param>
    /// <param name="unit">What is counted where it is no line: <c>record</c> of a JSON array, <c>row</c> of a Parquet file.</param>
    public TrainingDataException(string file, long line, string problem, Exception? inner = null, string unit = "line")
        : base(line > 0 ? string.Create(CultureInfo.InvariantCulture, $"{file}, {unit} {line}: {problem}") : $"{file}: {problem}", inner)
    {
        File = file;
        Line = line;
        Unit = unit;
    }

    /// <summary>The file.</summary>
    public string File { get; }

    /// <summary>The line, record or row, 1 for the first; 0 where the whole file is meant.</summary>
    public long Line { get; }

    /// <summary>What <see cref="Line"/> counts: <c>line</c>, <c>record</c> or <c>row</c>.</summary>
    public string Unit { get; }
}
