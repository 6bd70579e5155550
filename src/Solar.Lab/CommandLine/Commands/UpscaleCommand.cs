using System.CommandLine;
using System.Diagnostics;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Solar.Lab.CommandLine.Output;
using Solar.Lab.CommandLine.Programs;
using Solar.Runtime.Checkpoints;

namespace Solar.Lab.CommandLine.Commands;

/// <summary><c>upscale</c>: makes the checkpoint of a model from that of the model it is declared over.</summary>
internal static class UpscaleCommand
{
    public static Command Create(LabHost host, LabConsole console)
    {
        var options = new ProgramOptions(host, console, "A model that is made by a recipe; or a *.solar.yaml file and a model of it.");
        var output = new OutputOptions();
        var command = new Command("upscale", "Makes the checkpoint of a recipe by copying bytes; no tensor is built, and libtorch is not needed.");
        options.AddTo(command);
        output.AddTo(command);
        output.AddHashTo(command);
        command.SetAction((parsed, cancellationToken) => Failures.GuardAsync(console, parsed.GetValue(options.Json), () =>
            RunAsync(options, output, console, parsed, cancellationToken)));
        return command;
    }

    private static Task<int> RunAsync(ProgramOptions options, OutputOptions output, LabConsole console, ParseResult parsed, CancellationToken cancellationToken) =>
        RunAsync(options.Target(parsed, cancellationToken), options, output, console, parsed, cancellationToken);

    /// <summary>Makes the checkpoint of a model; of another command, too, that finds that it is about one.</summary>
    public static async Task<int> RunAsync(
        CommandTarget target, ProgramOptions options, OutputOptions output, LabConsole console, ParseResult parsed, CancellationToken cancellationToken)
    {
        ProgramEntry entry = target.Entry;
        if (entry is not { Kind: "model", Model: { Sources.Count: > 0 } model })
        {
            throw new CommandException(entry.Kind switch
            {
                "model" => $"{entry.Name} is an architecture of its own and made from no other: there is nothing to copy.",
                "merge" => $"{entry.Name} is a merge: use merge {entry.Name}.",
                _ => $"{entry.Name} is a {entry.Kind}, no recipe.",
            });
        }

        bool isJson = parsed.GetValue(options.Json);
        string[] from = [.. model.Sources.Select(source => target.Weights.Find(source.Name))];
        string to = output.Directory(parsed) ?? target.Words.FirstOrDefault()
            ?? (parsed.GetValue(options.Recipe) is null ? target.Weights.Default(entry.FullName) : throw CommandException.Usage("Say where the result goes: --out DIR."));
        CheckpointPlan recipe = RecipeCheckpoint.Of(model);
        var upscaleOptions = new UpscaleOptions
        {
            MaxShardSize = output.MaxShardSize(parsed),
            Hash = output.Hash(parsed),
            Dtype = output.Dtype(parsed, target.Program),
            KeepUnfinished = true,
        };
        if (output.IsDryRun(parsed))
        {
            PlanSheet plan = PlanSheet.Of(target, to, upscaleOptions, withTensors: false);
            plan.Check();
            plan.Write(console, isJson);
            return ExitCode.Success;
        }

        var clock = Stopwatch.StartNew();
        UpscaleResult result = await CopyProgress.RunAsync(console, isJson || output.IsQuiet(parsed), $"{entry.Name}", progress => CheckpointBuilder.BuildAsync(
            recipe, from, to, upscaleOptions with { Progress = progress }, cancellationToken));
        var made = new MadeCheckpoint(entry.FullName, result.Directory, model.RecipeText, model.Spec.NumHiddenLayers, model.ParameterCount, result.TensorCount, result.TotalSize)
        {
            Files = [.. result.Files],
            Resumed = result.Resumed,
            Seconds = System.Math.Round(clock.Elapsed.TotalSeconds, 3),
        };
        made.Write(console, isJson);
        return ExitCode.Success;
    }
}
