using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Solar.Lab.CommandLine;
using Solar.Lab.CommandLine.Programs;

namespace Solar.Lab.Building;

/// <summary>All that has to be there for some declarations, inputs before what is made of them.</summary>
internal sealed class BuildGraph
{
    private readonly Dictionary<string, BuildNode> _nodes = new(StringComparer.Ordinal);
    private readonly List<BuildNode> _order = [];
    private readonly LabProgram _program;
    private readonly WeightsTable _weights;
    private readonly BuildSettings _settings;

    private BuildGraph(LabProgram program, WeightsTable weights, BuildSettings settings)
    {
        _program = program;
        _weights = weights;
        _settings = settings;
    }

    /// <summary>The nodes, inputs first; of equal rank in the order of the declaration.</summary>
    public IReadOnlyList<BuildNode> Nodes => _order;

    /// <summary>The node of a name.</summary>
    public BuildNode this[string name] => _nodes[name];

    /// <summary>The graph behind some declarations.</summary>
    /// <param name="program">The declarations.</param>
    /// <param name="weights">Which weights somebody has named.</param>
    /// <param name="targets">Full names of models, stages and merges, or names of steps.</param>
    /// <param name="settings">Folders and steps.</param>
    /// <exception cref="CommandException">Something is built from weights that are nowhere, a file of data is not there, or two things would be written into one folder.</exception>
    public static BuildGraph Of(LabProgram program, WeightsTable weights, IEnumerable<string> targets, BuildSettings settings)
    {
        var graph = new BuildGraph(program, weights, settings);
        foreach (string target in targets)
        {
            graph.Add(target);
        }

        graph.CheckFolders();
        graph.CheckData();
        return graph;
    }

    /// <summary>Names of the steps that make the files of a data set.</summary>
    /// <param name="dataset">Full name of the data set.</param>
    public IEnumerable<string> StepsOf(string dataset) => StepsOf([_program.Find(dataset)!.Dataset!.Declaration.Path]);

    /// <summary>
    /// How many stages may be trained while a stage is, itself included: those as far from the beginning as it is. It follows from the graph alone, so
    /// that the number of threads, and with it the last digits of a result, does not hang on how fast a machine is.
    /// </summary>
    public int StagesBeside(BuildNode node)
    {
        var depths = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (BuildNode one in _order)
        {
            depths[one.Name] = one.Inputs.Select(input => depths[input]).DefaultIfEmpty(-1).Max() + 1;
        }

        return _order.Count(one => one.Kind == BuildKind.Stage && depths[one.Name] == depths[node.Name]);
    }

    private BuildNode Add(string name)
    {
        if (_nodes.TryGetValue(name, out BuildNode? known))
        {
            return known;
        }

        BuildNode node = _settings.Steps.FirstOrDefault(step => step.Name == name) is { } own ? Step(own) : Node(_program.Find(name)!);
        foreach (string input in node.Inputs)
        {
            Add(input);
        }

        _nodes.Add(name, node);
        _order.Add(node);
        return node;
    }

    private BuildNode Step(IBuildStep step) => new(step.Name, BuildKind.Step) { Step = step, Directory = _settings.DataDirectory };

    private BuildNode Node(ProgramEntry entry)
    {
        string name = entry.FullName;
        if (entry.Kind == "data")
        {
            throw new CommandException($"{entry.Name} is a data set: there is nothing to build.");
        }

        if (_weights.Given(name) is { } folder)
        {
            return new BuildNode(name, BuildKind.Weights) { Entry = entry, Directory = folder };
        }

        string to = Path.GetFullPath(_weights.Default(name));
        if (ImportedCheckpoint.IsThere(name, to, _settings))
        {
            return new BuildNode(name, BuildKind.Imported) { Entry = entry, Directory = to };
        }

        return entry switch
        {
            { Stage: { } stage } => Stage(entry, [.. stage.Datasets, .. stage.EvalDatasets, .. stage.EvaluationSets], to),
            { Merge: { } merge } => new BuildNode(name, BuildKind.Merge) { Entry = entry, Directory = to, Checkpoints = merge.Recipe.Sources },
            { Model.Sources.Count: > 0 } => new BuildNode(name, BuildKind.Recipe)
            {
                Entry = entry,
                Directory = to,
                Checkpoints = [.. entry.Model.Sources.Select(source => source.Name)],
            },
            _ => new BuildNode(name, BuildKind.Initial) { Entry = entry, Directory = to, Steps = [.. StepsOf([Tokenizer()])] },
        };
    }

    private BuildNode Stage(ProgramEntry entry, string[] datasets, string to) => new(entry.FullName, BuildKind.Stage)
    {
        Entry = entry,
        Directory = to,
        Checkpoints = [entry.Stage!.Start],
        Datasets = [.. datasets.Distinct()],
        Steps = [.. StepsOf(datasets.Select(data => _program.Find(data)!.Dataset!.Declaration.Path))],
    };

    private string Tokenizer() => _settings.TokenizerDirectory ?? "";

    // Outputs are files; a path may name a folder or, by a pattern, several of them.
    private IEnumerable<string> StepsOf(IEnumerable<string> paths)
    {
        string[] wanted = [.. paths.Where(path => path.Length > 0).Select(Plain)];
        return _settings.Steps.Where(step => step.Outputs.Select(Plain).Any(output => wanted.Any(path => DataFiles.Names(path, output)))).Select(step => step.Name);
    }

    private static string Plain(string path) => path.Replace('\\', '/').TrimEnd('/');

    // What no step makes has to be there now: an hour of training would end in its name.
    private void CheckData()
    {
        foreach (string name in _order.SelectMany(node => node.Datasets).Distinct())
        {
            string path = _program.Find(name)!.Dataset!.Declaration.Path;
            if (!StepsOf([path]).Any())
            {
                DataFiles.Find(_settings.DataDirectory, path, _program.Find(name)!.Name);
            }
        }
    }

    private void CheckFolders()
    {
        foreach (IGrouping<string, BuildNode> same in _order.Where(node => node.Kind is not (BuildKind.Weights or BuildKind.Imported or BuildKind.Step)).GroupBy(node => node.Directory))
        {
            BuildNode[] nodes = [.. same];
            if (nodes.Length > 1)
            {
                throw new CommandException($"{nodes[0].Name} and {nodes[1].Name} would both be written to {same.Key}: give one of them a name of its own.");
            }
        }
    }
}
