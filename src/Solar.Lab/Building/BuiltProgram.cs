using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;
using Solar.Lab.CommandLine;
using Solar.Lab.CommandLine.Output;
using Solar.Lab.CommandLine.Programs;
using Solar.Lab.Compilation;

namespace Solar.Lab.Building;

/// <summary>What <c>build</c> has made of a program, for whoever reports on it: the graph, and what is recorded of each thing in it.</summary>
/// <param name="Things">What was built or is to be: inputs first, those as far from the beginning together, by name.</param>
public sealed record BuiltProgram(IReadOnlyList<BuiltThing> Things)
{
    /// <summary>Reads the records of some declarations and of all that they are made from. Nothing is built, and no file of weights is read.</summary>
    /// <param name="host">The program and its folders.</param>
    /// <param name="names">Models, stages, merges or steps.</param>
    /// <param name="cancellationToken">Stops the reading of declarations.</param>
    /// <exception cref="InvalidDataException">There is no such declaration, or a file of data is not there that no step makes.</exception>
    public static BuiltProgram Read(LabHost host, IReadOnlyList<string> names, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(host);
        return Read(() => CatalogProgram.Read(host.Program ?? throw new ArgumentException("The host has no program.", nameof(host)), cancellationToken), host, host.DataDirectory ?? AppContext.BaseDirectory, names);
    }

    /// <summary>The same of a file of declarations.</summary>
    /// <param name="file">The file, <c>*.solar.yaml</c>.</param>
    /// <param name="bases">Folders of the checkpoints that it names without declaring them.</param>
    /// <param name="host">The folders; paths of data sets are relative to the file where it has none of data.</param>
    /// <param name="names">Models, stages, merges or steps.</param>
    /// <param name="cancellationToken">Stops the reading of declarations.</param>
    /// <exception cref="DeclarationException">The file breaks a rule of the language.</exception>
    /// <exception cref="InvalidDataException">There is no such file or declaration, or a file of data is not there that no step makes.</exception>
    public static BuiltProgram ReadFile(string file, IReadOnlyDictionary<string, string> bases, LabHost host, IReadOnlyList<string> names, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(bases);
        ArgumentNullException.ThrowIfNull(host);
        return Read(
            () => TextProgram.FromFile(file, bases, new LabConsole(host), cancellationToken, warns: false), host, host.DataDirectory ?? Path.GetDirectoryName(Path.GetFullPath(file))!, names);
    }

    private static BuiltProgram Read(Func<LabProgram> read, LabHost host, string data, IReadOnlyList<string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        var settings = new BuildSettings
        {
            CheckpointsDirectory = Path.GetFullPath(host.CheckpointsDirectory),
            DataDirectory = Path.GetFullPath(data),
            TokenizerDirectory = host.TokenizerDirectory,
            Steps = host.Steps,
        };
        try
        {
            LabProgram program = read();
            var weights = new WeightsTable(program, new Dictionary<string, string>(), settings.CheckpointsDirectory);
            IEnumerable<string> targets = names.Select(name => settings.Steps.Any(step => step.Name == name) ? name : program.Named(name).FullName);
            var records = new BuildRecords(settings.CheckpointsDirectory);
            return new BuiltProgram(Ordered([.. BuildGraph.Of(program, weights, targets, settings).Nodes.Select(node => Thing(node, records.Find(node.Name)))]));
        }
        catch (CommandException fault)
        {
            throw new InvalidDataException(fault.Message, fault);
        }
    }

    // Of names with figures in them, V2 before V10.
    private static BuiltThing[] Ordered(BuiltThing[] things)
    {
        var depths = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (BuiltThing thing in things)
        {
            depths[thing.Name] = thing.Inputs.Select(input => depths[input]).DefaultIfEmpty(-1).Max() + 1;
        }

        return [.. things.OrderBy(thing => depths[thing.Name]).ThenBy(thing => thing.Name, StringComparer.Create(CultureInfo.InvariantCulture, CompareOptions.NumericOrdering))];
    }

    private static BuiltThing Thing(BuildNode node, BuildRecord? record) => new(node.SimpleName, node.Kind)
    {
        What = BuildMermaid.What(node),
        Layers = node.Entry?.Model?.Spec.NumHiddenLayers,
        Parameters = node.Entry?.Model?.ParameterCount,
        Inputs = [.. node.Checkpoints.Concat(node.Steps.Where(_ => node.Kind == BuildKind.Initial)).Distinct().Select(Shown.Name)],
        Datasets = [.. node.Datasets.Select(Shown.Name)],
        Directory = node.Directory,
        Standing = node.Kind == BuildKind.Weights ? BuiltStanding.Given : record switch
        {
            null => BuiltStanding.Missing,
            { IsWhole: false } => BuiltStanding.Unfinished,
            _ => BuiltStanding.Built,
        },
        Output = record?.Output ?? "",
        Key = record?.Key ?? "",
        Parts = record?.Inputs ?? [],
        Cost = record?.Cost ?? new BuildCost(),
    };
}

/// <summary>How something stands by its record.</summary>
public enum BuiltStanding
{
    /// <summary>It was never begun.</summary>
    Missing,

    /// <summary>It was begun.</summary>
    Unfinished,

    /// <summary>It was made whole.</summary>
    Built,

    /// <summary>Its weights were there.</summary>
    Given,
}

/// <summary>One thing that is built, and what is recorded of it.</summary>
/// <param name="Name">Name without the namespace.</param>
/// <param name="Kind">How it comes to be.</param>
public sealed record BuiltThing(string Name, BuildKind Kind)
{
    /// <summary>How it comes to be, in a few words: the recipe, the method or the kind of stage.</summary>
    public string What { get; init; } = "";

    /// <summary>Layers of its model; null of a step.</summary>
    public int? Layers { get; init; }

    /// <summary>Parameters of its model; null of a step.</summary>
    public long? Parameters { get; init; }

    /// <summary>Names of the things that it is made from; of a stage or merge its checkpoints alone.</summary>
    public IReadOnlyList<string> Inputs { get; init; } = [];

    /// <summary>Names of the data sets that it reads.</summary>
    public IReadOnlyList<string> Datasets { get; init; } = [];

    /// <summary>Folder of its checkpoint; of a step, that of the data.</summary>
    public string Directory { get; init; } = "";

    /// <summary>How it stands.</summary>
    public BuiltStanding Standing { get; init; }

    /// <summary>Hash of what was made; empty while it is not whole.</summary>
    public string Output { get; init; } = "";

    /// <summary>SHA-256 over <see cref="Parts"/>.</summary>
    public string Key { get; init; } = "";

    /// <summary>All that it follows from, by name: the declaration as it is, files as their hashes.</summary>
    public IReadOnlyDictionary<string, string> Parts { get; init; } = new Dictionary<string, string>();

    /// <summary>What it took.</summary>
    public BuildCost Cost { get; init; } = new();
}
