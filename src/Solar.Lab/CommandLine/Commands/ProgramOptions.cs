using System;
using System.Collections.Generic;
using System.CommandLine;
using System.IO;
using System.Linq;
using System.Threading;
using Solar.Lab.CommandLine.Output;
using Solar.Lab.CommandLine.Programs;
using Solar.Runtime;
using Solar.Runtime.Checkpoints;

namespace Solar.Lab.CommandLine.Commands;

/// <summary>The options by which a command is told what it is about, the same for every command.</summary>
internal sealed class ProgramOptions
{
    private readonly LabHost _host;
    private readonly LabConsole _console;

    /// <summary>The options of one command.</summary>
    /// <param name="host">Where it runs.</param>
    /// <param name="console">Receives warnings.</param>
    /// <param name="words">What the command's words are.</param>
    public ProgramOptions(LabHost host, LabConsole console, string words)
    {
        _host = host;
        _console = console;
        Words = new Argument<string[]>("TARGET")
        {
            Description = words,
            Arity = ArgumentArity.ZeroOrMore,
            DefaultValueFactory = _ => [],
        };
        Checkpoints = new Option<string>("--checkpoints")
        {
            Description = "Folder of the checkpoints that are found and written by name.",
            HelpName = "DIR",
            DefaultValueFactory = _ => host.CheckpointsDirectory,
        };
    }

    /// <summary>Whether names alone mean declarations.</summary>
    public bool HasProgram => _host.Program is not null;

    /// <summary>Names and files.</summary>
    public Argument<string[]> Words { get; }

    /// <summary>Checkpoints that a recipe names.</summary>
    public Option<string[]> Base { get; } = new("--base")
    {
        Description = "A checkpoint that a recipe names: a folder, or org/name in the local Hugging Face cache. It is called 'base', unless NAME=DIR names it.",
        HelpName = "[NAME=]DIR",
    };

    /// <summary>A recipe in place of a declaration.</summary>
    public Option<string?> Recipe { get; } = new("--recipe")
    {
        Description = "A recipe over the bases, such as \"Upscale(base, dropTop: 8, dropBottom: 8)\".",
        HelpName = "EXPRESSION",
    };

    /// <summary>Where weights are.</summary>
    public Option<string[]> Weights { get; } = new("--weights")
    {
        Description = "Where the weights of a declared model, stage or merge are; overrides what is declared.",
        HelpName = "NAME=DIR",
    };

    /// <summary>Folder of checkpoints by name.</summary>
    public Option<string> Checkpoints { get; }

    /// <summary>Output for machines.</summary>
    public Option<bool> Json { get; } = new("--json") { Description = "One JSON object on the output instead of tables." };

    /// <summary>Adds all of them to a command.</summary>
    public void AddTo(Command command)
    {
        command.Add(Words);
        command.Add(Base);
        command.Add(Recipe);
        command.Add(Weights);
        command.Add(Checkpoints);
        command.Add(Json);
    }

    /// <summary>The program that the command is about, and the words that are left when a file was named.</summary>
    /// <exception cref="CommandException">There is none.</exception>
    public (LabProgram Program, string[] Words) Program(ParseResult parsed, CancellationToken cancellationToken)
    {
        string[] words = parsed.GetValue(Words) ?? [];
        IReadOnlyDictionary<string, string> bases = Bases(parsed);
        if (parsed.GetValue(Recipe) is { } recipe)
        {
            return bases.Count > 0
                ? (TextProgram.FromRecipe(recipe, bases, _console, cancellationToken), [TextProgram.Result, .. words])
                : throw CommandException.Usage("--recipe needs --base DIR: the checkpoint that the recipe calls 'base'.");
        }

        if (words.Length > 0 && IsYaml(words[0]))
        {
            string text = TextProgram.ReadText(words[0]);
            if (MergekitProgram.Is(words[0], text))
            {
                LabProgram merge = MergekitProgram.Read(words[0], text, _console, cancellationToken);
                return (merge, [merge.All.First(entry => !merge.Folders.ContainsKey(entry.FullName)).FullName, .. words[1..]]);
            }

            return (TextProgram.FromFile(words[0], bases, _console, cancellationToken), words[1..]);
        }

        if (bases.Count > 0)
        {
            throw CommandException.Usage("--base goes with --recipe EXPRESSION, or with a *.solar.yaml file that names it.");
        }

        return _host.Program is { } program
            ? (CatalogProgram.Read(program, cancellationToken), words)
            : throw CommandException.Usage("Name a *.solar.yaml file, or a base and a recipe: --base DIR --recipe \"Upscale(base, dropTop: 8, dropBottom: 8)\".");
    }

    /// <summary>The one declaration that the command is about, and the words after it.</summary>
    /// <exception cref="CommandException">No or no such declaration is named.</exception>
    public CommandTarget Target(ParseResult parsed, CancellationToken cancellationToken)
    {
        (LabProgram program, string[] words) = Program(parsed, cancellationToken);
        if (words.Length == 0)
        {
            string[] known = [.. program.All.Where(entry => entry.IsOwn && entry.Kind != "data").Select(entry => entry.Name)];
            throw CommandException.Usage($"Say which declaration of {program.Title} is meant: {string.Join(", ", known.Take(12))}{(known.Length > 12 ? ", …" : "")}.");
        }

        return new CommandTarget(program, program.Named(words[0]), WeightsOf(program, parsed), words[1..]);
    }

    /// <summary>Where a program's weights are.</summary>
    public WeightsTable WeightsOf(LabProgram program, ParseResult parsed) =>
        new(program, Pairs("--weights", parsed.GetValue(Weights) ?? [], unnamed: null), parsed.GetRequiredValue(Checkpoints));

    private Dictionary<string, string> Bases(ParseResult parsed)
    {
        Dictionary<string, string> bases = Pairs("--base", parsed.GetValue(Base) ?? [], TextProgram.Base);
        foreach (string name in bases.Keys.ToArray())
        {
            bases[name] = WeightsFolder.Find(new WeightsDescription(bases[name]));
        }

        return bases;
    }

    /// <summary>The folder of a file of declarations, where one is named first; null where none is.</summary>
    internal static string? YamlFolder(string[]? words) => words is [var file, ..] && IsYaml(file) ? Path.GetDirectoryName(Path.GetFullPath(file)) : null;

    /// <summary>Whether a word names a file of declarations.</summary>
    internal static bool IsYaml(string word) => word.EndsWith(".yaml", StringComparison.OrdinalIgnoreCase) || word.EndsWith(".yml", StringComparison.OrdinalIgnoreCase);

    private static Dictionary<string, string> Pairs(string option, string[] values, string? unnamed)
    {
        var pairs = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string value in values)
        {
            int equals = value.IndexOf('=', StringComparison.Ordinal);
            string? name = equals > 0 ? value[..equals] : equals < 0 ? unnamed : null;
            string folder = value[(equals + 1)..];
            if (name is null || folder.Length == 0 || !name.All(c => char.IsLetterOrDigit(c) || c is '_' or '.'))
            {
                throw CommandException.Usage($"{option} '{value}' is not {(unnamed is null ? "NAME=DIR" : "DIR or NAME=DIR")}.");
            }

            if (unnamed is not null && name == "base")
            {
                name = unnamed;
            }

            if (!pairs.TryAdd(name, folder))
            {
                throw CommandException.Usage($"{option} gives '{name}' twice: {pairs[name]} and {folder}.");
            }
        }

        return pairs;
    }
}

/// <summary>What a command is about.</summary>
/// <param name="Program">The program.</param>
/// <param name="Entry">The declaration.</param>
/// <param name="Weights">Where weights are.</param>
/// <param name="Words">The words after it.</param>
internal sealed record CommandTarget(LabProgram Program, ProgramEntry Entry, WeightsTable Weights, string[] Words);
