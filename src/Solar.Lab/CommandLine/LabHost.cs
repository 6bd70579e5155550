using System;
using System.Collections.Generic;
using System.IO;
using System.Reflection;
using Solar.Lab.Building;

namespace Solar.Lab.CommandLine;

/// <summary>What a command line runs in: the program that hosts it, and where it writes.</summary>
public sealed record LabHost
{
    /// <summary>How the program is called in help and messages, such as <c>solar</c>.</summary>
    public string Name { get; init; } = "solar";

    /// <summary>The assembly whose declarations can be named; null for none, as in the <c>solar</c> tool.</summary>
    public Assembly? Program { get; init; }

    /// <summary>Where results go.</summary>
    public TextWriter Output { get; init; } = Console.Out;

    /// <summary>Where messages and progress go.</summary>
    public TextWriter Error { get; init; } = Console.Error;

    /// <summary>Whether <see cref="Output"/> is somebody's terminal: colours, and lines as long as it is wide.</summary>
    public bool IsOutputTerminal { get; init; } = !Console.IsOutputRedirected;

    /// <summary>Whether <see cref="Error"/> is somebody's terminal. Else there is no progress, and messages are plain.</summary>
    public bool IsErrorTerminal { get; init; } = !Console.IsErrorRedirected;

    /// <summary>Folder of the checkpoints that are found and written by name, relative to the current one.</summary>
    public string CheckpointsDirectory { get; init; } = "checkpoints";

    /// <summary>Folder that paths of data sets are relative to unless <c>--data</c> says otherwise; null for the program's own.</summary>
    public string? DataDirectory { get; init; }

    /// <summary>Folder of the tokenizer of models that <c>build</c> initialises at random, relative to the data; null for none.</summary>
    public string? TokenizerDirectory { get; init; }

    /// <summary>Steps of the program that <c>build</c> runs where a declaration reads what they make.</summary>
    public IReadOnlyList<IBuildStep> Steps { get; init; } = [];

    /// <summary>How many checkpoints <c>build</c> makes side by side unless <c>--jobs</c> says otherwise.</summary>
    public int Jobs { get; init; } = 1;

    /// <summary>How this program is started again for work in a process of its own; null for as it was started.</summary>
    public IReadOnlyList<string>? WorkerCommand { get; init; }
}
