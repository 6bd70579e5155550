using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Linq;
using System.Threading.Tasks;
using Solar.Lab.CommandLine.Output;
using Solar.Lab.CommandLine.Programs;
using Solar.Runtime.Checkpoints;
using Solar.Runtime.Checkpoints.Merging;

namespace Solar.Lab.CommandLine.Commands;

/// <summary><c>plan</c>: what a declaration would make, before a byte of weights is read.</summary>
internal static class PlanCommand
{
    public static Command Create(LabHost host, LabConsole console)
    {
        var options = new ProgramOptions(host, console, "A declaration; or a *.solar.yaml file and a declaration of it.");
        var tensors = new Option<bool>("--tensors") { Description = "Where each tensor comes from." };
        var output = new OutputOptions();
        var command = new Command("plan", "Layer map, seam, parameters, bytes, shards, memory and disk, before anything is written; of a stage, its steps, tokens and memory.") { tensors };
        options.AddTo(command);
        output.AddTo(command, isPlan: true);
        command.SetAction((parsed, cancellationToken) => Failures.GuardAsync(console, parsed.GetValue(options.Json), () =>
        {
            CommandTarget target = options.Target(parsed, cancellationToken);
            if (target.Entry is { Stage: not null, Model: { } model })
            {
                StageSheet.Of(target.Entry, model, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes).Write(console, parsed.GetValue(options.Json));
                return Task.FromResult(ExitCode.Success);
            }

            string? to = output.Directory(parsed) ?? target.Words.FirstOrDefault();
            var upscale = new UpscaleOptions { MaxShardSize = output.MaxShardSize(parsed), Dtype = output.Dtype(parsed, target.Program) };
            PlanSheet plan = MergePlan(target, to, upscale, parsed.GetValue(tensors)) ?? PlanSheet.Of(target, to, upscale, parsed.GetValue(tensors));
            plan.Write(console, parsed.GetValue(options.Json));
            return Task.FromResult(ExitCode.Success);
        }));
        return command;
    }

    // What the engine says of a merge, where all its inputs are on this machine.
    private static PlanSheet? MergePlan(CommandTarget target, string? output, UpscaleOptions options, bool withTensors)
    {
        if (target.Entry.Merge is null)
        {
            return null;
        }

        CheckpointMerge merge = MergeCheckpoint.Of(target.Program, target.Entry, options.Dtype);
        var folders = new Dictionary<string, string>();
        foreach (string source in merge.Recipe.Sources)
        {
            if (target.Weights.TryFind(source) is not { } folder)
            {
                return null;
            }

            folders.Add(source, folder);
        }

        string to = output ?? target.Weights.Default(target.Entry.FullName);
        return PlanSheet.Of(target.Entry, CheckpointMerger.Plan(merge, folders, to, new MergeOptions { MaxShardSize = options.MaxShardSize }), folders, withTensors);
    }
}
