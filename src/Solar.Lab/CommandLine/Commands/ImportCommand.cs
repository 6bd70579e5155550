using System;
using System.CommandLine;
using System.Diagnostics;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using Solar.Lab.Building;
using Solar.Lab.CommandLine.Output;
using Solar.Lab.CommandLine.Programs;
using Solar.Lab.Files;
using Solar.Runtime.Checkpoints;

namespace Solar.Lab.CommandLine.Commands;

/// <summary><c>import</c>: takes weights that were trained elsewhere into a program, as the result of a stage.</summary>
internal static class ImportCommand
{
    public static Command Create(LabHost host, LabConsole console)
    {
        var options = new ProgramOptions(host, console, "A stage, merge or model whose weights were trained elsewhere; or a *.solar.yaml file and one of it.");
        var from = new Option<string?>("--from") { Description = "The folder with the trained weights: config.json and safetensors.", HelpName = "DIR" };
        var output = new OutputOptions();
        var command = new Command("import", "Checks a checkpoint that was trained elsewhere against its declaration and takes it in as what 'build' would have made.") { from };
        options.AddTo(command);
        output.AddTo(command);
        output.AddHashTo(command);
        command.SetAction((parsed, cancellationToken) => Failures.GuardAsync(console, parsed.GetValue(options.Json), () =>
            RunAsync(options, parsed.GetValue(from), output, console, parsed, cancellationToken)));
        return command;
    }

    private static async Task<int> RunAsync(
        ProgramOptions options, string? from, OutputOptions output, LabConsole console, ParseResult parsed, CancellationToken cancellationToken)
    {
        CommandTarget target = options.Target(parsed, cancellationToken);
        ProgramEntry entry = target.Entry;
        if (entry.Model is not { } model)
        {
            throw new CommandException($"{entry.Name} is a data set and has no weights.");
        }

        string folder = from ?? throw CommandException.Usage($"Say where the trained weights are: import {entry.Name} --from DIR.");
        if (output.Directory(parsed) is not null)
        {
            throw CommandException.Usage($"import writes to {target.Weights.Default(entry.FullName)}, where 'build' looks for it; another folder for all is --checkpoints DIR.");
        }

        ImportedFolder.Check(folder);
        CheckpointPlan plan = RecipeCheckpoint.Of(model).Itself() with { Recipe = null };
        TensorDtype? dtype = output.Dtype(parsed);
        CheckWhole(plan, folder, dtype);
        string to = target.Weights.Default(entry.FullName);
        bool isJson = parsed.GetValue(options.Json);
        var made = new MadeCheckpoint(entry.FullName, Path.GetFullPath(to), null, model.Spec.NumHiddenLayers, model.ParameterCount, plan.Tensors.Count, 0);
        if (output.IsDryRun(parsed))
        {
            if (isJson)
            {
                console.WriteJson(new { made.Name, From = Path.GetFullPath(folder), made.Directory, made.Layers, made.Parameters, made.Tensors, DryRun = true });
                return ExitCode.Success;
            }

            console.WriteError($"{folder} is a checkpoint of {entry.Name}: {plan.Tensors.Count} tensors as declared. It would be taken to {to}.", isProblem: false);
            return ExitCode.Success;
        }

        string checkpoints = Path.GetFullPath(parsed.GetRequiredValue(options.Checkpoints));
        using FileStream claim = BuildClaim.Take(checkpoints, new BuildNode(entry.FullName, BuildKind.Imported) { Entry = entry, Directory = made.Directory });
        ReplaceableFolder.Check(made.Directory);
        DateTime started = DateTime.UtcNow;

        // Before anything is copied: by the record of an earlier build, 'build' would train over an import that was killed before it had its own.
        var records = new BuildRecords(checkpoints);
        records.Write(ImportedCheckpoint.Record(entry, folder, output: "", started));
        var clock = Stopwatch.StartNew();
        var copy = new UpscaleOptions { MaxShardSize = output.MaxShardSize(parsed), Hash = output.Hash(parsed), Dtype = dtype, KeepUnfinished = true };
        UpscaleResult result = await CopyProgress.RunAsync(console, isJson || output.IsQuiet(parsed), $"importing {entry.Name}", progress => CheckpointBuilder.BuildAsync(
            plan, folder, to, copy with { Progress = progress }, cancellationToken));
        string hash = new FileHashes(records.HashesFile, trustsTimes: true).OfCheckpoint(Path.GetFullPath(to), cancellationToken);
        records.Write(ImportedCheckpoint.Record(entry, folder, hash, started));
        (made with { Directory = result.Directory, Bytes = result.TotalSize, Files = [.. result.Files], Resumed = result.Resumed, Seconds = Math.Round(clock.Elapsed.TotalSeconds, 3) }).Write(console, isJson);
        return ExitCode.Success;
    }

    // As the model's own: nothing may be missing, left over, of another shape, or configured otherwise.
    private static void CheckWhole(CheckpointPlan plan, string folder, TensorDtype? dtype)
    {
        using CheckpointReader checkpoint = CheckpointReader.Open(folder);
        PlanCheck.Verify(plan, checkpoint, CheckpointUse.Own, converts: dtype is not null);
    }
}
