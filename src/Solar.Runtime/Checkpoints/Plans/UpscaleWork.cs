using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace Solar.Runtime.Checkpoints;

/// <summary>A checkpoint that is to be made of others, which are open and checked: what a plan tells of, and what a run does.</summary>
internal sealed class UpscaleWork : IDisposable
{
    private UpscaleWork(CheckpointPlan recipe, UpscaleOptions options)
    {
        Recipe = recipe;
        Options = options;
    }

    /// <summary>What is made of what.</summary>
    public CheckpointPlan Recipe { get; }

    /// <summary>What the caller said.</summary>
    public UpscaleOptions Options { get; }

    /// <summary>The checkpoints, in the order of the recipe's sources.</summary>
    public List<CheckpointReader> Sources { get; } = [];

    /// <summary>The tensors of the result.</summary>
    public IReadOnlyList<TensorInfo> Tensors { get; private set; } = [];

    /// <summary>The type of the result.</summary>
    public TensorDtype Dtype => Tensors[0].Dtype;

    /// <summary>The files of the result.</summary>
    public IReadOnlyList<Shard> Shards { get; private set; } = [];

    /// <summary>The files that are read, as they were found.</summary>
    public SourceGuard Guard { get; private set; } = null!;

    /// <summary>All of it without bytes.</summary>
    public BuildPlan Plan { get; private set; } = null!;

    /// <summary>Opens and checks everything.</summary>
    /// <exception cref="CheckpointException">A base does not fit, or the output overlaps one.</exception>
    public static UpscaleWork Open(CheckpointPlan recipe, IReadOnlyList<string> directories, string output, UpscaleOptions options)
    {
        var work = new UpscaleWork(recipe, options);
        try
        {
            foreach (string directory in directories)
            {
                SourceFolder.RefuseOverlap(directory, output);
                work.Sources.Add(CheckpointReader.Open(directory));
            }

            PlanCheck.Verify(recipe, work.Sources, CheckpointUse.Base, converts: options.Dtype is not null);
            work.Guard = new SourceGuard(work.Sources);
            work.Tensors = work.Infos();
            work.Shards = ShardPlan.Divide(work.Tensors, options.MaxShardSize);
            work.Plan = work.Describe(output);
            return work;
        }
        catch
        {
            work.Dispose();
            throw;
        }
    }

    /// <summary>The stored tensor of a rule's part.</summary>
    public StoredTensor Stored(TensorPart part) => Sources[Recipe.IndexOf(part.Source)].Tensors[part.Tensor];

    /// <summary>The tensors of the result. Without conversion the check saw to it that all have one type, and one that config.json has a name for.</summary>
    private TensorInfo[] Infos()
    {
        StoredTensor[] used = [.. Recipe.Rules.SelectMany(rule => rule.Parts).Select(Stored)];
        if (Options.Dtype is { } dtype)
        {
            RefuseInconvertible(used, dtype);
        }

        TensorDtype type = Options.Dtype ?? used[0].Info.Dtype;
        return [.. Recipe.Tensors.Select(tensor => new TensorInfo(tensor.Name, type, tensor.Shape))];
    }

    private void RefuseInconvertible(StoredTensor[] used, TensorDtype dtype)
    {
        if (!ElementConversion.IsSupported(dtype))
        {
            throw new ArgumentException($"Tensors can be converted to F32, F16 and BF16, not to {dtype.StoredName()}.", nameof(dtype));
        }

        CheckpointFault[] faults =
        [
            .. used.Where(tensor => tensor.Info.Dtype != dtype && !ElementConversion.IsSupported(tensor.Info.Dtype)).DistinctBy(tensor => (tensor.File.FullPath, tensor.Name))
                .Select(tensor => new CheckpointFault(
                    tensor.File.FullPath, tensor.Name, $"its type is {tensor.Info.Dtype.StoredName()}, which cannot be converted", "Name a checkpoint in F32, F16 or BF16.")),
        ];
        if (faults.Length > 0)
        {
            throw new CheckpointException($"{Recipe.Model} cannot be made", faults);
        }
    }

    private BuildPlan Describe(string output)
    {
        Dictionary<string, string> files = Shards.SelectMany(shard => shard.Entries.Select(entry => (entry.Name, shard.Name))).ToDictionary();
        Dictionary<string, TensorRule> rules = Recipe.Rules.ToDictionary(rule => rule.Target, StringComparer.Ordinal);
        PlannedTensor[] planned = [.. Tensors.Select(info => new PlannedTensor(info, files[info.Name], From(rules[info.Name]), Memory(rules[info.Name])))];
        return new BuildPlan
        {
            Name = Recipe.Model,
            Method = "copy",
            Output = Path.GetFullPath(output),
            Dtype = Dtype.ConfigName()!,
            Tensors = planned,
            Files = [.. Shards.Select(shard => new PlannedFile(shard.Name, shard.Length))],
            Sources = [.. Sources.SelectMany(source => source.Files).Select(file => new PlannedFile(file.FullPath, file.Length))],
            Parameters = Tensors.Sum(tensor => tensor.ByteCount / tensor.Dtype.Size()),
            BytesRead = Sources.Sum(source => source.Files.Sum(file => file.Header.DataStart)) + UsedTensors().Sum(tensor => tensor.Info.ByteCount),
            PeakMemory = planned.Max(tensor => tensor.Memory),
            Threads = 1,
            FreeDisk = OutputFault.FreeSpace(output),
        };
    }

    /// <summary>Each tensor that is read, once.</summary>
    public IEnumerable<StoredTensor> UsedTensors() => Recipe.Rules.Where(rule => rule.Kind != TensorRuleKind.Zeros).SelectMany(rule => rule.Parts)
        .Select(Stored).DistinctBy(tensor => (tensor.File.FullPath, tensor.Name));

    private string From(TensorRule rule)
    {
        TensorDtype[] other = [.. rule.Kind == TensorRuleKind.Zeros ? [] : rule.Parts.Select(part => Stored(part).Info.Dtype).Where(dtype => dtype != Dtype).Distinct()];
        return other.Length == 0 ? rule.ToString() : $"{rule}, from {string.Join(" and ", other.Select(dtype => dtype.ConfigName()))}";
    }

    private static long Memory(TensorRule rule) => rule.Kind == TensorRuleKind.Copy ? SourcePump.BufferSize : RuleWriter.Memory(rule);

    /// <inheritdoc/>
    public void Dispose() => Sources.ForEach(source => source.Dispose());
}
