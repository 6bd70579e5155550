using System;

namespace Solar.Lab.CommandLine;

/// <summary>Something that the user of the command line can put right: the message says what was found and how to mend it.</summary>
internal sealed class CommandException : Exception
{
    /// <summary>A failure with one line of text.</summary>
    /// <param name="message">What is wrong, and the mend.</param>
    /// <param name="exitCode">What the shell gets.</param>
    public CommandException(string message, int exitCode = CommandLine.ExitCode.Failure)
        : base(message) => ExitCode = exitCode;

    /// <summary>What the shell gets.</summary>
    public int ExitCode { get; }

    /// <summary>A mistake in the command line itself.</summary>
    public static CommandException Usage(string message) => new(message, CommandLine.ExitCode.Usage);
}
