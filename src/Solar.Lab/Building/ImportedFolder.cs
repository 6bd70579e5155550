using System;
using System.Globalization;
using System.IO;
using System.Linq;
using Solar.Lab.CommandLine;

namespace Solar.Lab.Building;

/// <summary>Tells what a training engine has left in a folder that is no whole checkpoint, and how it becomes one.</summary>
internal static class ImportedFolder
{
    private const string Weights = ".safetensors", State = "checkpoint-";

    /// <summary>Goes by the names of files: no weight is read.</summary>
    /// <param name="directory">The folder.</param>
    /// <exception cref="CommandException">It holds no weights that can be taken as they are; the message says what it holds, and the mend.</exception>
    public static void Check(string directory)
    {
        if (!Directory.Exists(directory))
        {
            throw new CommandException($"--from {directory}: there is no such folder.");
        }

        string[] names = [.. Directory.EnumerateFileSystemEntries(directory).Select(entry => Path.GetFileName(entry)!).Order(StringComparer.Ordinal)];

        // Whole weights beside the shards of an optimiser's state are what several engines leave; they will do.
        if (names.Any(name => name.EndsWith(Weights, StringComparison.OrdinalIgnoreCase) && !name.StartsWith("adapter_", StringComparison.Ordinal)))
        {
            return;
        }

        throw new CommandException(Problem(directory, names) ?? $"{directory} has no {Weights} files: name the folder in which the engine saved the trained model.");
    }

    private static string? Problem(string directory, string[] names)
    {
        bool Has(Func<string, bool> test) => names.Any(test);
        if (Has(name => name is "adapter_config.json" || name.StartsWith("adapter_model", StringComparison.Ordinal)))
        {
            return $"{directory} holds LoRA adapters and not the model: put them into their base first, 'lora apply BASE {directory} --out MERGED', and import MERGED.";
        }

        if (FsdpFolder(directory, names) is { } fsdp)
        {
            return $"{fsdp} holds the shards of an FSDP run, which were not consolidated: 'accelerate merge-weights {fsdp} CONSOLIDATED' makes safetensors of them; put config.json and the tokenizer beside those.";
        }

        if (Has(name => name == "zero_to_fp32.py" || name.StartsWith("global_step", StringComparison.Ordinal) || name.Contains("_optim_states.pt", StringComparison.Ordinal)))
        {
            return $"{directory} holds the shards of a DeepSpeed ZeRO run, which were not consolidated: 'python zero_to_fp32.py . CONSOLIDATED --safe_serialization' in it makes safetensors of them; put config.json and the tokenizer beside those.";
        }

        if (Has(name => name.StartsWith("pytorch_model", StringComparison.Ordinal) && name.EndsWith(".bin", StringComparison.Ordinal)))
        {
            return $"{directory} holds pickled weights (pytorch_model*.bin), which Solar does not read, since reading them may run code: save the model with safe_serialization=True.";
        }

        return names.Where(name => name.StartsWith(State, StringComparison.Ordinal)).MaxBy(StepOf) is { } last
            ? $"{directory} holds states of a run that was not finished: name one of them, such as {Path.Combine(directory, last)}."
            : null;
    }

    // By number: of the names, checkpoint-900 is behind checkpoint-1000.
    private static long StepOf(string name) => long.TryParse(name.AsSpan(State.Length), NumberStyles.None, CultureInfo.InvariantCulture, out long step) ? step : -1;

    private static string? FsdpFolder(string directory, string[] names)
    {
        if (names.Any(name => name.EndsWith(".distcp", StringComparison.Ordinal)))
        {
            return directory;
        }

        return names.FirstOrDefault(name => name.StartsWith("pytorch_model_fsdp", StringComparison.Ordinal)) is { } inner ? Path.Combine(directory, inner) : null;
    }
}
