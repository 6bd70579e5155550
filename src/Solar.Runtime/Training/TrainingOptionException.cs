using System;

namespace Solar.Runtime.Training;

/// <summary>An option of a training run that cannot be: the message names it, what was found and what is possible.</summary>
public sealed class TrainingOptionException : ArgumentException
{
    /// <summary>The exception of one option.</summary>
    /// <param name="option">The property's name, such as <c>MaxLength</c>.</param>
    /// <param name="problem">What is wrong with it and how to mend it.</param>
    public TrainingOptionException(string option, string problem)
        : base($"{option}: {problem}")
    {
        Option = option;
    }

    /// <summary>The property's name.</summary>
    public string Option { get; }
}
