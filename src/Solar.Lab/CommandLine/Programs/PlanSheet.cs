using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Solar.Lab.CommandLine.Commands;
using Solar.Lab.CommandLine.Output;
using Solar.Plans;
using Solar.Runtime.Checkpoints;

namespace Solar.Lab.CommandLine.Programs;

/// <summary>All that can be said of a checkpoint before it is made. It is also the JSON of <c>plan --json</c>.</summary>
/// <param name="Name">Full name of the declaration.</param>
/// <param name="Kind"><c>model</c>, <c>stage</c> or <c>merge</c>.</param>
/// <param name="What">Recipe, method or family.</param>
internal sealed record PlanSheet(string Name, string Kind, string What)
{
    private readonly CheckpointPlan? _checkpoint;
    private readonly string[] _folders = [];
    private readonly UpscaleOptions _options = new();

    /// <summary>Number of layers.</summary>
    public int Layers { get; init; }

    /// <summary>For each layer, the source's layer; absent where nothing is copied.</summary>
    public int[]? LayerMap { get; init; }

    /// <summary>For each layer, what it starts from, where numbers of one source do not say it.</summary>
    public string[]? LayerSources { get; init; }

    /// <summary>Runs of consecutive source layers.</summary>
    public SheetRun[]? Runs { get; init; }

    /// <summary>Where two layers meet that were no neighbours.</summary>
    public SheetSeam[]? Seams { get; init; }

    /// <summary>Number of parameters.</summary>
    public long Parameters { get; init; }

    /// <summary>The data type that is written.</summary>
    public string Dtype { get; init; } = "";

    /// <summary>Where it is read from, by name; empty where nobody says it.</summary>
    public Dictionary<string, string> Sources { get; init; } = [];

    /// <summary>Bytes that are read.</summary>
    public long BytesRead { get; init; }

    /// <summary>Bytes of the weights that are written, headers included.</summary>
    public long BytesWritten { get; init; }

    /// <summary>The files of the weights.</summary>
    public SheetFile[] Shards { get; init; } = [];

    /// <summary>Bytes of memory that are needed at most, .NET's own included.</summary>
    public long PeakMemory { get; init; }

    /// <summary>Where it would be written.</summary>
    public string? Output { get; init; }

    /// <summary>Bytes that are free there now.</summary>
    public long? DiskFree { get; init; }

    /// <summary>For each tensor, where it comes from; only where it was asked for.</summary>
    public SheetTensor[]? Tensors { get; init; }

    /// <summary>The plan of a declaration.</summary>
    /// <param name="target">The declaration.</param>
    /// <param name="output">Where it would be written; null for the place of its name.</param>
    /// <param name="options">What was said of the making.</param>
    /// <param name="withTensors">Whether the source of each tensor is wanted.</param>
    /// <exception cref="CommandException">Nothing is made of it.</exception>
    /// <exception cref="CheckpointException">All its sources are on this machine, and they do not fit.</exception>
    public static PlanSheet Of(CommandTarget target, string? output, UpscaleOptions options, bool withTensors)
    {
        ProgramEntry entry = target.Entry;
        if (entry.Model is not { } model)
        {
            throw new CommandException($"{entry.Name} is a data set: it is read while training, and there is nothing to plan.");
        }

        CheckpointPlan? checkpoint = entry.Kind == "model" && model.Sources.Count > 0 ? RecipeCheckpoint.Of(model) : null;
        Dictionary<string, string> folders = checkpoint is null ? [] : Folders(model, target.Weights);
        (long read, TensorDtype? stored) = Stored(folders.Values);
        string to = Path.GetFullPath(output ?? target.Weights.Default(entry.FullName));

        // With all sources at hand it is the plan that a run would follow; else what can be said without them.
        BuildPlan? plan = checkpoint is not null && folders.Count == model.Sources.Count && folders.Values.All(folder => !RealPath.Overlap(RealPath.Of(folder), RealPath.Of(to)))
            ? CheckpointBuilder.Plan(checkpoint, [.. model.Sources.Select(source => folders[source.Name])], to, options)
            : null;
        TensorDtype dtype = TensorDtypes.ParseConfig(plan?.Dtype ?? "") ?? options.Dtype ?? (model.Spec.Dtype is null ? stored : null) ?? TensorDtypes.ParseConfig(EntryText.Dtype(model))!.Value;
        TensorInfo[] tensors = [.. TensorCatalog.Tensors(model.Spec).Select(tensor => new TensorInfo(tensor.Name, dtype, tensor.Shape))];
        IReadOnlyList<Shard> shards = ShardPlan.Divide(tensors, options.MaxShardSize);
        return new PlanSheet(entry.FullName, entry.Kind, EntryText.What(entry), checkpoint, [.. folders.Values], options)
        {
            Layers = model.Spec.NumHiddenLayers,
            LayerMap = checkpoint is null || !model.Map.IsPlain ? null : [.. model.Map.Layers],
            Runs = checkpoint is null ? null : [.. model.Map.Runs().Select(run => new SheetRun(run.Target, Shown.Name(run.Source), run.Layer, run.End))],
            Seams = checkpoint is null ? null : [.. SheetSeam.Of(model.Map)],
            Parameters = model.ParameterCount,
            Dtype = dtype.ConfigName() ?? dtype.StoredName(),
            LayerSources = checkpoint is null || model.Map.IsPlain ? null : [.. model.Map.Entries.Select(entry => entry.ToString())],
            Sources = folders,
            BytesRead = plan is not null ? plan.BytesRead : folders.Count == model.Sources.Count ? read : model.Sources.Sum(source => TensorCatalog.ParameterCount(source.Spec) * dtype.Size()),
            BytesWritten = shards.Sum(shard => shard.Length),
            Shards = [.. shards.Select(shard => new SheetFile(shard.Name, shard.Length, shard.Entries.Count))],
            PeakMemory = CopyMemory.Estimate(tensors.Length) + (plan?.PeakMemory ?? 0),
            Output = to,
            DiskFree = FreeSpace.At(to),
            Tensors = withTensors && checkpoint is not null ? SheetTensor.Of(checkpoint, dtype) : null,
        };
    }

    /// <summary>The plan of a merge, as the engine made it over its checkpoints.</summary>
    /// <param name="entry">The merge.</param>
    /// <param name="plan">What will be done.</param>
    /// <param name="folders">Where its inputs are.</param>
    /// <param name="withTensors">Whether the sources of each tensor are wanted.</param>
    public static PlanSheet Of(ProgramEntry entry, BuildPlan plan, Dictionary<string, string> folders, bool withTensors) =>
        new(entry.FullName, entry.Kind, EntryText.What(entry))
        {
            Layers = entry.Model!.Spec.NumHiddenLayers,
            Parameters = plan.Parameters,
            Dtype = plan.Dtype,
            Sources = folders,
            BytesRead = plan.BytesRead,
            BytesWritten = plan.BytesWritten,
            Shards = [.. plan.Files.Select(file => new SheetFile(file.Path, file.Bytes, plan.Tensors.Count(tensor => tensor.File == file.Path)))],
            PeakMemory = CopyMemory.Estimate(plan.Tensors.Count) + plan.PeakMemory,
            Output = plan.Output,
            DiskFree = plan.FreeDisk,
            Tensors = withTensors
                ? [.. plan.Tensors.Select(tensor => new SheetTensor(tensor.Info.Name, [.. tensor.Info.Shape], tensor.Info.ByteCount, tensor.From))]
                : null,
        };

    private PlanSheet(string name, string kind, string what, CheckpointPlan? checkpoint, string[] folders, UpscaleOptions options)
        : this(name, kind, what)
    {
        _checkpoint = checkpoint;
        _folders = folders;
        _options = options;
    }

    /// <summary>Does what a run does before it writes: holds the source against the plan, and asks for disk.</summary>
    /// <exception cref="CheckpointException">The source does not fit.</exception>
    /// <exception cref="CommandException">There is too little disk.</exception>
    public void Check()
    {
        if (_checkpoint is not null && _folders.Length == _checkpoint.Sources.Count)
        {
            CheckpointBuilder.Plan(_checkpoint, _folders, Output!, _options);
            ReplaceableFolder.Check(RealPath.Of(Output!));
        }

        if (DiskFree < BytesWritten)
        {
            throw new CommandException($"{Output}: {Figures.Bytes(BytesWritten)} will be written, but only {Figures.Bytes(DiskFree.Value)} are free there. Free some, or name another folder with --out.");
        }
    }

    private static Dictionary<string, string> Folders(ModelPlan model, WeightsTable weights)
    {
        var folders = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (ModelSource source in model.Sources)
        {
            if (weights.TryFind(source.Name) is { } folder)
            {
                folders.Add(source.Name, folder);
            }
        }

        return folders;
    }

    // Bytes of the files of weights, and the data type of the first tensor.
    private static (long Bytes, TensorDtype? Dtype) Stored(IEnumerable<string> folders)
    {
        long bytes = 0;
        TensorDtype? dtype = null;
        foreach (string folder in folders)
        {
            using CheckpointReader reader = CheckpointReader.Open(folder);
            bytes += reader.Files.Sum(file => file.Length);
            dtype ??= reader.Tensors.Count == 0 ? null : reader.Tensors.Values.First().Info.Dtype;
        }

        return (bytes, dtype);
    }

    /// <summary>Tells it as a table, or as JSON.</summary>
    public void Write(LabConsole console, bool isJson)
    {
        if (isJson)
        {
            console.WriteJson(this);
        }
        else
        {
            PlanTable.Write(console.Out, this);
        }
    }
}
