using System.Collections.Generic;
using System.CommandLine;
using System.IO;
using System.Linq;
using Solar.Lab.CommandLine.Output;
using Solar.Runtime.Checkpoints;
using Spectre.Console;

namespace Solar.Lab.CommandLine.Commands;

/// <summary><c>verify</c>: holds a checkpoint against the manifest that was written with it.</summary>
internal static class VerifyCommand
{
    // Enough to see the pattern; a damaged shard has one fault a tensor.
    private const int ListedFaults = 20;

    public static Command Create(LabHost host, LabConsole console)
    {
        var options = new ProgramOptions(host, console, "A checkpoint that Solar wrote: a folder, or a declaration.");
        var quiet = new Option<bool>("--quiet") { Description = "No progress." };
        var command = new Command("verify", "Checks that every file and tensor of a checkpoint is as it was written; exit code 3 where one is not.") { quiet };
        options.AddTo(command);
        command.SetAction((parsed, cancellationToken) => Failures.GuardAsync(console, parsed.GetValue(options.Json), async () =>
        {
            bool isJson = parsed.GetValue(options.Json);
            string folder = CheckpointWord.Folder(options, parsed, cancellationToken);
            IReadOnlyList<CheckpointFault> faults = await CopyProgress.RunAsync(
                console, isJson || parsed.GetValue(quiet), "verifying", progress => CheckpointVerifier.VerifyAsync(folder, progress, cancellationToken));
            Write(console, new Verification(Path.GetFullPath(folder), faults.Count == 0, [.. faults]), isJson);
            return faults.Count == 0 ? ExitCode.Success : ExitCode.VerificationFailed;
        }));
        return command;
    }

    private static void Write(LabConsole console, Verification verification, bool isJson)
    {
        if (isJson)
        {
            console.WriteJson(verification);
            return;
        }

        if (verification.IsAsWritten)
        {
            console.Out.WriteLine($"{Shown.Path(verification.Directory)}: every file and tensor is as it was written");
            return;
        }

        foreach (CheckpointFault fault in verification.Faults.Take(ListedFaults))
        {
            console.WriteError(fault.ToString());
        }

        if (verification.Faults.Length > ListedFaults)
        {
            console.WriteError($"and {verification.Faults.Length - ListedFaults} more");
        }
    }

    private sealed record Verification(string Directory, bool IsAsWritten, CheckpointFault[] Faults);
}
