using System;

namespace Solar.Runtime.Training;

/// <summary>The output directory holds something that this run can neither go on from nor write over.</summary>
public sealed class TrainingStateException : Exception
{
    /// <summary>The exception of one directory.</summary>
    /// <param name="directory">The directory.</param>
    /// <param name="problem">What was found, and how to mend it.</param>
    /// <param name="inner">What was thrown below, if anything.</param>
    public TrainingStateException(string directory, string problem, Exception? inner = null)
        : base($"{directory}: {problem}", inner)
    {
        Directory = directory;
    }

    /// <summary>The directory.</summary>
    public string Directory { get; }
}
