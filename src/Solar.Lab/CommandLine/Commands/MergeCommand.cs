using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Diagnostics;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Solar.Lab.CommandLine.Output;
using Solar.Lab.CommandLine.Programs;
using Solar.Runtime.Checkpoints.Merging;

namespace Solar.Lab.CommandLine.Commands;

/// <summary><c>merge</c>: makes the checkpoint of a merge from those of its inputs.</summary>
internal static class MergeCommand
{
    public static Command Create(LabHost host, LabConsole console)
    {
        var options = new ProgramOptions(host, console, "A merge and the folder to write; or a *.solar.yaml file, a merge of it and the folder; or a file of mergekit's and the folder.");
        var output = new OutputOptions();
        var threads = new Option<int?>("--threads") { Description = "How many tensors are merged at the same time; it changes no byte of the result.", HelpName = "N" };
        var command = new Command("merge", "Makes the checkpoint of a merge, tensor by tensor; libtorch is not needed.") { threads };
        options.AddTo(command);
        output.AddTo(command);
        output.AddHashTo(command);
        command.SetAction((parsed, cancellationToken) => Failures.GuardAsync(console, parsed.GetValue(options.Json), () =>
            RunAsync(options, output, parsed.GetValue(threads), console, parsed, cancellationToken)));
        return command;
    }

    private static async Task<int> RunAsync(
        ProgramOptions options, OutputOptions output, int? threads, LabConsole console, ParseResult parsed, CancellationToken cancellationToken)
    {
        CommandTarget target = options.Target(parsed, cancellationToken);
        ProgramEntry entry = target.Entry;
        if (entry.Kind == "model" && target.Program.IsMergekit)
        {
            // mergekit calls layers that are put one upon the other a merge as well.
            return await UpscaleCommand.RunAsync(target, options, output, console, parsed, cancellationToken);
        }

        if (entry.Merge is null)
        {
            throw new CommandException(entry.Kind == "model" ? $"{entry.Name} is a model: use upscale {entry.Name}." : $"{entry.Name} is a {entry.Kind}, no merge.");
        }

        if (threads < 1)
        {
            throw CommandException.Usage($"--threads {threads} is no number of threads: write 1 or more.");
        }

        bool isJson = parsed.GetValue(options.Json);
        CheckpointMerge merge = MergeCheckpoint.Of(target.Program, entry, output.Dtype(parsed));
        Dictionary<string, string> folders = merge.Recipe.Sources.ToDictionary(source => source, target.Weights.Find);
        string to = output.Directory(parsed) ?? target.Words.FirstOrDefault() ?? target.Weights.Default(entry.FullName);
        var mergeOptions = new MergeOptions
        {
            MaxShardSize = output.MaxShardSize(parsed),
            Hash = output.Hash(parsed),
            Threads = threads ?? Environment.ProcessorCount,
            KeepUnfinished = true,
        };
        if (output.IsDryRun(parsed))
        {
            PlanSheet.Of(entry, CheckpointMerger.Plan(merge, folders, to, mergeOptions), folders, withTensors: false).Write(console, isJson);
            return ExitCode.Success;
        }

        var clock = Stopwatch.StartNew();
        MergeResult result = await CopyProgress.RunAsync(console, isJson || output.IsQuiet(parsed), entry.Name, progress => CheckpointMerger.MergeAsync(
            merge, folders, to, mergeOptions with { Progress = progress }, cancellationToken));
        var made = new MadeCheckpoint(
            entry.FullName, result.Directory, EntryText.What(entry), entry.Model!.Spec.NumHiddenLayers, result.Plan.Parameters, result.Plan.Tensors.Count,
            result.Plan.Tensors.Sum(tensor => tensor.Info.ByteCount))
        {
            Files = [.. result.Manifest.Files],
            Resumed = result.Resumed,
            Seconds = Math.Round(clock.Elapsed.TotalSeconds, 3),
        };
        made.Write(console, isJson);
        return ExitCode.Success;
    }
}
