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
    public TrainingDataException(string file, long line, string problem, Exception? inner = null)
        : base(line > 0 ? string.Create(CultureInfo.InvariantCulture, $"{file}, line {line}: {problem}") : $"{file}: {problem}", inner)
    {
        File = file;
        Line = line;
    }

    /// <summary>The file.</summary>
    public string File { get; }

    /// <summary>The line, 1 for the first; 0 where the whole file is meant.</summary>
    public long Line { get; }
}
