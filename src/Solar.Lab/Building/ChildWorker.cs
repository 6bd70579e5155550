using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Solar.Lab.CommandLine;

namespace Solar.Lab.Building;

/// <summary>
/// Trains stages in processes of their own, so that stages can be trained side by side: libtorch has one generator and one number of threads in a
/// process. The child is this program again; it says how far it is in lines of JSON, and stops when its input ends, as it does when its parent dies.
/// </summary>
/// <param name="program">The program and its first arguments.</param>
/// <param name="arguments">The arguments by which the child makes one node.</param>
/// <param name="here">Makes what is no stage, in this process.</param>
internal sealed class ChildWorker(IReadOnlyList<string> program, Func<BuildNode, bool, IReadOnlyList<string>> arguments, IBuildWorker here) : IBuildWorker
{
    /// <summary>This program, as it was started.</summary>
    public static IReadOnlyList<string> Self()
    {
        string process = Environment.ProcessPath ?? throw new PlatformNotSupportedException("nobody says how this program was started, so that it cannot start itself again; use --jobs 1.");
        return Path.GetFileNameWithoutExtension(process) == "dotnet" ? [process, Environment.GetCommandLineArgs()[0]] : [process];
    }

    /// <inheritdoc/>
    public async Task<BuildCost> RunAsync(BuildNode node, bool goesOn, IProgress<BuildProgress> progress, CancellationToken cancellationToken)
    {
        if (node.Kind != BuildKind.Stage)
        {
            return await here.RunAsync(node, goesOn, progress, cancellationToken);
        }

        var start = new ProcessStartInfo(program[0]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string argument in (IEnumerable<string>)[.. program.Skip(1), .. arguments(node, goesOn)])
        {
            start.ArgumentList.Add(argument);
        }

        using Process child = Start(start);
        Task<string> errors = child.StandardError.ReadToEndAsync(CancellationToken.None);
        using CancellationTokenRegistration stop = cancellationToken.Register(child.StandardInput.Close);
        (BuildCost? cost, string? fault) = await FollowAsync(child.StandardOutput, progress);
        await child.WaitForExitAsync(CancellationToken.None);
        cancellationToken.ThrowIfCancellationRequested();
        return cost ?? throw new CommandException(fault ?? $"its process ended with code {child.ExitCode}: {(await errors).Trim()}");
    }

    private static async Task<(BuildCost? Cost, string? Fault)> FollowAsync(StreamReader output, IProgress<BuildProgress> progress)
    {
        BuildCost? cost = null;
        string? fault = null;
        while (await output.ReadLineAsync(CancellationToken.None) is { } line)
        {
            switch (ChildMessage.Parse(line))
            {
                case { Cost: { } made }:
                    cost = made;
                    break;
                case { Error: { } text }:
                    fault = text;
                    break;
                case { Share: { } share } message:
                    progress.Report(new BuildProgress(share, message.Text ?? "") { Budget = message.Budget });
                    break;
            }
        }

        return (cost, fault);
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception fault)
        {
            throw new CommandException($"{start.FileName} could not be started ({fault.Message}); use --jobs 1.");
        }
    }
}
