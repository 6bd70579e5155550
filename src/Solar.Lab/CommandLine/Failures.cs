using System;
using System.Collections.Generic;
using System.CommandLine;
using System.CommandLine.Parsing;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Solar.Lab.Building;
using Solar.Lab.CommandLine.Output;
using Solar.Lab.Compilation;
using Solar.Lab.Evaluation.Data;
using Solar.Lab.Evaluation.Engine;
using Solar.Runtime.Checkpoints;
using Solar.Runtime.Native;
using Solar.Runtime.Text;
using Solar.Runtime.Text.Chat;
using Solar.Runtime.Training;
using Solar.Specs;

namespace Solar.Lab.CommandLine;

/// <summary>Runs commands, and turns what went wrong into one clear text and an exit code.</summary>
internal static class Failures
{
    /// <summary>Runs a command.</summary>
    /// <param name="console">Where the message goes.</param>
    /// <param name="isJson">Whether the message is for a machine.</param>
    /// <param name="command">What is run; gives the exit code.</param>
    public static async Task<int> GuardAsync(LabConsole console, bool isJson, Func<Task<int>> command)
    {
        try
        {
            return await command();
        }
        catch (OperationCanceledException)
        {
            return Tell(console, isJson, "Cancelled. No half-written checkpoint was left; run the same command again to go on.", ExitCode.Cancelled);
        }
        catch (CommandException exception)
        {
            return Tell(console, isJson, exception.Message, exception.ExitCode);
        }
        catch (Exception exception) when (IsForTheUser(exception))
        {
            return Tell(console, isJson, exception.Message, ExitCode.Failure);
        }
    }

    /// <summary>Says what the parser did not understand.</summary>
    public static int Usage(LabConsole console, LabHost host, ParseResult parsed)
    {
        string message = string.Join(" ", parsed.Errors.Select(error => error.Message).Distinct());
        return Tell(console, isJson: false, $"{message} See '{Help(host, parsed)}'.", ExitCode.Usage);
    }

    /// <summary>Says that there is no such option.</summary>
    public static int UnknownOption(LabConsole console, LabHost host, ParseResult parsed, string option)
    {
        string name = option.Split('=')[0];
        string hint = name.Length <= 64 && Spelling.Nearest(name, parsed.CommandResult.Command.Options.Select(known => known.Name)) is { } nearest
            ? $" Did you mean '{nearest}'?"
            : "";
        return Tell(console, isJson: false, $"There is no option '{Shown.Untrusted(name)}'.{hint} See '{Help(host, parsed)}'.", ExitCode.Usage);
    }

    private static string Help(LabHost host, ParseResult parsed)
    {
        var words = new List<string>();
        for (SymbolResult? at = parsed.CommandResult; at is CommandResult { Command: not RootCommand } command; at = at.Parent)
        {
            words.Insert(0, command.Command.Name);
        }

        return string.Join(' ', [host.Name, .. words, "--help"]);
    }

    // What a message alone explains. Anything else is a fault of Solar's, and its stack is wanted.
    internal static bool IsForTheUser(Exception exception) => exception is BuildException { InnerException: { } inner } ? IsForTheUser(inner) : exception
        is CommandException or DeclarationException or CheckpointException or TokenizerException or TorchLibraryException or ChatTemplateException or TrainingDataException
        or TrainingOptionException or TaskDataException or TooFewPositionsException or TrainingStateException or TrainingDivergedException or IOException or UnauthorizedAccessException;

    private static int Tell(LabConsole console, bool isJson, string message, int exitCode)
    {
        if (isJson)
        {
            console.WriteJson(new FailureReport(message, exitCode));
        }
        else
        {
            console.WriteError(message, isProblem: exitCode != ExitCode.Cancelled);
        }

        return exitCode;
    }

    private sealed record FailureReport(string Error, int ExitCode);
}
