using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.IO.Hashing;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Solar.Lab.CommandLine.Output;
using Solar.Lab.CommandLine.Programs;
using Solar.Lab.Compilation;
using Solar.Lab.Evaluation;
using Solar.Runtime;
using Solar.Runtime.Checkpoints;
using Solar.Runtime.Checkpoints.Merging;
using Solar.Runtime.Native;
using Spectre.Console;

namespace Solar.Lab.CommandLine.Commands;

/// <summary><c>cocktail</c>: merges models by weights of their losses on examples (LM-Cocktail). The losses need libtorch, the merge does not.</summary>
internal static class CocktailCommand
{
    public static Command Create(LabConsole console)
    {
        var models = new Argument<string[]>("MODEL") { Description = "The models: folders, or org/name in the local Hugging Face cache; two at least.", Arity = ArgumentArity.OneOrMore };
        var examples = new Option<string?>("--examples") { Description = "JSON lines of what the merge is to do well: {\"input\", \"output\"} or {\"text\"}; five will do.", HelpName = "FILE" };
        var temperature = new Option<double>("--temperature") { Description = "The smaller, the more the best model has.", DefaultValueFactory = _ => CocktailWeights.DefaultTemperature };
        var threads = new Option<int?>("--threads") { Description = "How many tensors are merged at the same time; it changes no byte of the result.", HelpName = "N" };
        var json = new Option<bool>("--json") { Description = "One JSON object on the output instead of tables." };
        var output = new OutputOptions();
        var command = new Command("cocktail", "Averages models, each by how well it predicts a few examples.") { models, examples, temperature, threads, json };
        output.AddTo(command);
        output.AddHashTo(command);
        command.SetAction((parsed, cancellationToken) => Failures.GuardAsync(console, parsed.GetValue(json), () => RunAsync(
            new Asked(parsed.GetRequiredValue(models), parsed.GetValue(examples), parsed.GetValue(temperature), parsed.GetValue(threads), parsed.GetValue(json)),
            output, console, parsed, cancellationToken)));
        return command;
    }

    private static async Task<int> RunAsync(Asked asked, OutputOptions output, LabConsole console, ParseResult parsed, CancellationToken cancellationToken)
    {
        asked.Check();
        string to = output.Directory(parsed) ?? throw CommandException.Usage("Say where the result goes: --out DIR.");
        string[] folders = [.. asked.Models.Select(word => WeightsFolder.Find(new WeightsDescription(word)))];
        string[] names = CocktailProgram.Names(folders);
        IReadOnlyList<Example> examples = Read(asked.Examples!);
        TorchLibrary.LeaveReportToCaller();
        double[] losses = await Task.Run(() => names.Select((name, i) => Loss(name, folders[i], examples, cancellationToken)).ToArray(), cancellationToken);
        double[] weights = CocktailWeights.Of(losses, asked.Temperature);
        (CheckpointMerge merge, Dictionary<string, string> sources) = CocktailProgram.Merge(
            [.. names.Select((name, i) => KeyValuePair.Create(name, folders[i]))], weights, How(asked, names, losses, weights), output.Dtype(parsed), console, cancellationToken);
        var options = new MergeOptions
        {
            MaxShardSize = output.MaxShardSize(parsed),
            Hash = output.Hash(parsed),
            Threads = asked.Threads ?? Environment.ProcessorCount,
            KeepUnfinished = true,
        };
        if (!asked.IsJson)
        {
            WriteWeights(console, names, losses, weights);
        }

        if (output.IsDryRun(parsed))
        {
            BuildPlanTable.Write(console, CheckpointMerger.Plan(merge, sources, to, options), asked.IsJson);
            return ExitCode.Success;
        }

        var clock = Stopwatch.StartNew();
        MergeResult result = await CopyProgress.RunAsync(console, asked.IsJson || output.IsQuiet(parsed), "merging", progress => CheckpointMerger.MergeAsync(
            merge, sources, to, options with { Progress = progress }, cancellationToken));
        var made = new MadeFolder(result.Directory, result.Plan, result.Resumed, result.Manifest.Files, clock.Elapsed)
        {
            Weights = names.Select((name, i) => KeyValuePair.Create(name, weights[i])).ToDictionary(),
            Losses = names.Select((name, i) => KeyValuePair.Create(name, losses[i])).ToDictionary(),
        };
        if (asked.IsJson)
        {
            console.WriteJson(made);
        }
        else
        {
            made.Write(console);
        }

        return ExitCode.Success;
    }

    // A checkpoint that no compiler has seen goes the way of every model: config.json, emitted source, Roslyn.
    private static double Loss(string name, string folder, IReadOnlyList<Example> examples, CancellationToken cancellationToken)
    {
        TorchLibrary.EnsureLoaded();
        CompiledProgram program = new InProcessCompiler(InProcessCompiler.DefaultCacheDirectory).Compile(new ProgramSource().AddCheckpoint(name, folder), cancellationToken);
        double loss = new ExampleLoss(program[name], folder).Of(examples, cancellationToken);
        return double.IsFinite(loss) ? loss : throw new CommandException($"The loss of {folder} on the examples is {loss}: its weights are damaged, or it is no model of this text.");
    }

    private static IReadOnlyList<Example> Read(string path)
    {
        try
        {
            return File.Exists(path) ? ExampleFile.Read(path) : throw new CommandException($"{path}: there is no such file.");
        }
        catch (InvalidDataException e)
        {
            throw new CommandException(e.Message);
        }
    }

    // The weights, and all that they came from.
    private static string How(Asked asked, string[] names, double[] losses, double[] weights) => string.Create(
        CultureInfo.InvariantCulture,
        $"Cocktail({string.Join(", ", names.Select((name, i) => string.Create(CultureInfo.InvariantCulture, $"{name}: {weights[i]:R} of loss {losses[i]:R}")))}, temperature: {asked.Temperature:R}, examples: xxh128 {Convert.ToHexStringLower(XxHash128.Hash(File.ReadAllBytes(asked.Examples!)))})");

    private static void WriteWeights(LabConsole console, string[] names, double[] losses, double[] weights)
    {
        Table table = new Table().Border(TableBorder.Rounded).AddColumns("model", "loss", "weight");
        table.Columns[1].RightAligned();
        table.Columns[2].RightAligned();
        for (int i = 0; i < names.Length; i++)
        {
            table.AddRow(
                new Text(names[i]), new Text(losses[i].ToString("0.0000", CultureInfo.InvariantCulture)), new Text(weights[i].ToString("0.0000", CultureInfo.InvariantCulture)));
        }

        console.Out.Write(table);
    }

    private sealed record Asked(string[] Models, string? Examples, double Temperature, int? Threads, bool IsJson)
    {
        public void Check()
        {
            if (Models.Length < 2)
            {
                throw CommandException.Usage("Name two models at least.");
            }

            if (Examples is null)
            {
                throw CommandException.Usage("Say what the merge is to do well: --examples FILE, JSON lines of {\"input\", \"output\"} or {\"text\"}.");
            }

            if (!(Temperature > 0) || !double.IsFinite(Temperature))
            {
                throw CommandException.Usage($"--temperature {Temperature.ToString(CultureInfo.InvariantCulture)} is not a number above 0.");
            }

            if (Threads < 1)
            {
                throw CommandException.Usage($"--threads {Threads} is no number of threads: write 1 or more.");
            }
        }
    }
}
