using System;
using System.CommandLine;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Solar.Lab.CommandLine.Output;
using Solar.Runtime;
using Solar.Runtime.Checkpoints;
using Solar.Runtime.Checkpoints.Lora;
using Solar.Runtime.Checkpoints.Merging;

namespace Solar.Lab.CommandLine.Commands;

/// <summary><c>lora</c>: puts an adapter of PEFT's into a checkpoint, and makes one of what training changed. libtorch is not needed.</summary>
internal static class LoraCommand
{
    // Beyond this, a warning lists no further names.
    private const int ListedNames = 8;

    public static Command Create(LabConsole console) => new("lora", "Applies LoRA adapters of PEFT's layout, and extracts them.") { Apply(console), Extract(console) };

    private static Command Apply(LabConsole console)
    {
        Argument<string> from = Folder("BASE", "The checkpoint that the adapter was trained over: a folder, or org/name in the local Hugging Face cache.");
        Argument<string> adapter = Folder("ADAPTER", "The adapter: a folder with adapter_config.json and adapter_model.safetensors, or org/name.");
        var output = new OutputOptions();
        (Option<int?> threads, Option<bool> json) = Common();
        var command = new Command("apply", "Makes the checkpoint W + alpha/r · B · A, tensor by tensor.") { from, adapter, threads, json };
        output.AddTo(command);
        output.AddHashTo(command);
        command.SetAction((parsed, cancellationToken) => Failures.GuardAsync(console, parsed.GetValue(json), async () =>
        {
            string origin = Find(parsed.GetRequiredValue(from)), added = Find(parsed.GetRequiredValue(adapter));
            string to = Output(output, parsed);
            LoraOptions options = Options(output, threads, parsed);
            if (output.IsDryRun(parsed))
            {
                BuildPlanTable.Write(console, LoraMerger.Plan(origin, added, to, options), parsed.GetValue(json));
                return ExitCode.Success;
            }

            var clock = Stopwatch.StartNew();
            MergeResult result = await CopyProgress.RunAsync(console, parsed.GetValue(json) || output.IsQuiet(parsed), "applying", progress => LoraMerger.ApplyAsync(
                origin, added, to, options with { Progress = progress }, cancellationToken));
            Tell(console, parsed.GetValue(json), new MadeFolder(result.Directory, result.Plan, result.Resumed, result.Manifest.Files, clock.Elapsed));
            return ExitCode.Success;
        }));
        return command;
    }

    private static Command Extract(LabConsole console)
    {
        Argument<string> from = Folder("BASE", "The checkpoint before training: a folder, or org/name in the local Hugging Face cache.");
        Argument<string> tuned = Folder("TUNED", "The checkpoint after it.");
        var rank = new Option<int>("--rank") { Description = "Greatest rank of a module's factors.", HelpName = "R", DefaultValueFactory = _ => 16 };
        var energy = new Option<double?>("--energy") { Description = "Share of a difference's squared norm to be kept, above 0 and up to 1: the least rank that does, up to --rank. Twice the time.", HelpName = "SHARE" };
        var targets = new Option<string[]>("--target") { Description = "A module by the end of its name, such as q_proj; without one, every linear map of a layer.", HelpName = "MODULE" };
        var saved = new Option<string[]>("--save") { Description = "A module that the adapter holds whole (modules_to_save), such as lm_head.", HelpName = "MODULE" };
        var seed = new Option<long>("--seed") { Description = "Seed of the directions in which the decomposition looks first." };
        var output = new OutputOptions();
        (Option<int?> threads, Option<bool> json) = Common();
        var command = new Command("extract", "Makes an adapter of a difference, by singular value decomposition.") { from, tuned, rank, energy, targets, saved, seed, threads, json };
        output.AddTo(command);
        output.AddHashTo(command);
        command.SetAction((parsed, cancellationToken) => Failures.GuardAsync(console, parsed.GetValue(json), () =>
        {
            var extract = new LoraExtract(parsed.GetValue(rank))
            {
                Energy = parsed.GetValue(energy),
                Targets = parsed.GetValue(targets) ?? [],
                Saved = parsed.GetValue(saved) ?? [],
                Seed = parsed.GetValue(seed),
                BaseName = Directory.Exists(parsed.GetRequiredValue(from)) ? null : parsed.GetRequiredValue(from),
            };
            Check(extract);
            return ExtractAsync(console, extract, Find(parsed.GetRequiredValue(from)), Find(parsed.GetRequiredValue(tuned)), output, Options(output, threads, parsed), parsed, parsed.GetValue(json), cancellationToken);
        }));
        return command;
    }

    private static async Task<int> ExtractAsync(
        LabConsole console, LoraExtract extract, string origin, string tuned, OutputOptions output, LoraOptions options, ParseResult parsed, bool isJson, CancellationToken cancellationToken)
    {
        string to = Output(output, parsed);
        if (output.IsDryRun(parsed))
        {
            BuildPlanTable.Write(console, LoraExtractor.Plan(extract, origin, tuned, to, options), isJson);
            return ExitCode.Success;
        }

        var clock = Stopwatch.StartNew();
        LoraExtraction made = await CopyProgress.RunAsync(console, isJson || output.IsQuiet(parsed), "extracting", progress => LoraExtractor.ExtractAsync(
            extract, origin, tuned, to, options with { Progress = progress }, cancellationToken));
        Tell(console, isJson, new MadeFolder(made.Directory, made.Plan, made.Resumed, made.Manifest.Files, clock.Elapsed)
        {
            Ranks = made.Ranks.ToDictionary(),
            LeftOut = [.. made.LeftOut],
        });
        return ExitCode.Success;
    }

    private static Argument<string> Folder(string name, string description) => new(name) { Description = description };

    private static (Option<int?> Threads, Option<bool> Json) Common() => (
        new Option<int?>("--threads") { Description = "How many tensors are made at the same time; it changes no byte of the result.", HelpName = "N" },
        new Option<bool>("--json") { Description = "One JSON object on the output instead of tables." });

    private static string Find(string word) => WeightsFolder.Find(new WeightsDescription(word));

    private static string Output(OutputOptions output, ParseResult parsed) =>
        output.Directory(parsed) ?? throw CommandException.Usage("Say where the result goes: --out DIR.");

    private static LoraOptions Options(OutputOptions output, Option<int?> threads, ParseResult parsed) => new()
    {
        MaxShardSize = output.MaxShardSize(parsed),
        Hash = output.Hash(parsed),
        Dtype = output.Dtype(parsed),
        Threads = parsed.GetValue(threads) switch
        {
            < 1 => throw CommandException.Usage($"--threads {parsed.GetValue(threads)} is no number of threads: write 1 or more."),
            { } number => number,
            null => Environment.ProcessorCount,
        },
        KeepUnfinished = true,
    };

    private static void Check(LoraExtract extract)
    {
        try
        {
            extract.Check();
        }
        catch (ArgumentOutOfRangeException e)
        {
            throw CommandException.Usage($"--{e.ParamName!.ToLowerInvariant()} {e.ActualValue} is outside of its range: a rank is 1 to 16384, a share above 0 and up to 1.");
        }
    }

    private static void Tell(LabConsole console, bool isJson, MadeFolder made)
    {
        if (isJson)
        {
            console.WriteJson(made);
            return;
        }

        if (made.LeftOut is { Length: > 0 } left)
        {
            console.WriteWarning(
                $"{left.Length} {(left.Length == 1 ? "tensor differs and is" : "tensors differ and are")} not in the adapter, which gives the base's: "
                + $"{string.Join(", ", left.Take(ListedNames).Select(Shown.Untrusted))}{(left.Length > ListedNames ? ", …" : "")}. Name them with --target or --save.");
        }

        made.Write(console);
    }
}
