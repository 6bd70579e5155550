using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Solar.Specs;

namespace Solar.Runtime.Checkpoints;

/// <summary>
/// Makes a checkpoint of others: bytes are copied from file to file, and what is computed goes through small buffers. No tensor is built,
/// and memory does not grow with the model.
/// </summary>
public static class CheckpointBuilder
{
    /// <summary>Makes what is planned of one checkpoint.</summary>
    /// <param name="plan">What is made of what.</param>
    /// <param name="baseDirectory">The checkpoint that is read.</param>
    /// <param name="outputDirectory">Where the new one will be: not there yet, empty, or one that Solar wrote and that is to be replaced.</param>
    /// <param name="options">Shard size and progress.</param>
    /// <param name="cancellationToken">Leaves the output as it was before.</param>
    /// <exception cref="CheckpointException">The base does not fit the plan, or the output is taken; nothing was written.</exception>
    /// <exception cref="ArgumentException">The plan fills a tensor twice or not at all, or is over several checkpoints.</exception>
    public static Task<UpscaleResult> BuildAsync(
        CheckpointPlan plan,
        string baseDirectory,
        string outputDirectory,
        UpscaleOptions? options = null,
        CancellationToken cancellationToken = default) =>
        BuildAsync(plan, [baseDirectory], outputDirectory, options, cancellationToken);

    /// <summary>Makes what is planned of several checkpoints.</summary>
    /// <param name="plan">What is made of what.</param>
    /// <param name="baseDirectories">The checkpoints that are read, in the order of <see cref="CheckpointPlan.Sources"/>.</param>
    /// <param name="outputDirectory">Where the new one will be: not there yet, empty, or one that Solar wrote and that is to be replaced.</param>
    /// <param name="options">Shard size and progress.</param>
    /// <param name="cancellationToken">Leaves the output as it was before.</param>
    /// <exception cref="CheckpointException">A base does not fit the plan, or the output is taken; nothing was written.</exception>
    /// <exception cref="ArgumentException">The plan fills a tensor twice or not at all, or is over another number of checkpoints.</exception>
    public static Task<UpscaleResult> BuildAsync(
        CheckpointPlan plan,
        IReadOnlyList<string> baseDirectories,
        string outputDirectory,
        UpscaleOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(baseDirectories);
        ArgumentException.ThrowIfNullOrEmpty(outputDirectory);
        foreach (string directory in baseDirectories)
        {
            ArgumentException.ThrowIfNullOrEmpty(directory, nameof(baseDirectories));
        }

        int expected = Math.Max(1, plan.Sources.Count);
        if (baseDirectories.Count != expected)
        {
            throw new ArgumentException($"{plan.Model} is made of {expected} checkpoints, not {baseDirectories.Count}.", nameof(baseDirectories));
        }

        return Task.Run(() => Build(plan, baseDirectories, outputDirectory, options ?? new UpscaleOptions(), cancellationToken), cancellationToken);
    }

    /// <summary>What a run would do, held against its checkpoints; nothing is written.</summary>
    /// <param name="plan">What is made of what.</param>
    /// <param name="baseDirectories">The checkpoints that would be read, in the order of <see cref="CheckpointPlan.Sources"/>.</param>
    /// <param name="outputDirectory">Where the new one would be.</param>
    /// <param name="options">Shard size.</param>
    /// <exception cref="CheckpointException">A base does not fit the plan.</exception>
    public static BuildPlan Plan(CheckpointPlan plan, IReadOnlyList<string> baseDirectories, string outputDirectory, UpscaleOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(baseDirectories);
        ArgumentException.ThrowIfNullOrEmpty(outputDirectory);
        var sources = new List<CheckpointReader>();
        try
        {
            foreach (string directory in baseDirectories)
            {
                RefuseOverlap(directory, outputDirectory);
                sources.Add(CheckpointReader.Open(directory));
            }

            PlanCheck.Verify(plan, sources, CheckpointUse.Base);
            return Describe(plan, sources, outputDirectory, options ?? new UpscaleOptions());
        }
        finally
        {
            sources.ForEach(source => source.Dispose());
        }
    }

    private static BuildPlan Describe(CheckpointPlan plan, List<CheckpointReader> sources, string outputDirectory, UpscaleOptions options)
    {
        TensorInfo[] tensors = Infos(plan, sources);
        IReadOnlyList<Shard> shards = ShardPlan.Divide(tensors, options.MaxShardSize);
        Dictionary<string, string> files = shards.SelectMany(shard => shard.Entries.Select(entry => (entry.Name, shard.Name))).ToDictionary();
        Dictionary<string, TensorRule> rules = plan.Rules.ToDictionary(rule => rule.Target, StringComparer.Ordinal);
        long Memory(TensorRule rule) => rule.Kind == TensorRuleKind.Copy ? SourcePump.BufferSize : RuleWriter.Memory(rule);
        PlannedTensor[] planned = [.. tensors.Select(info => new PlannedTensor(info, files[info.Name], rules[info.Name].ToString(), Memory(rules[info.Name])))];
        return new BuildPlan
        {
            Name = plan.Model,
            Method = "copy",
            Output = Path.GetFullPath(outputDirectory),
            Dtype = tensors[0].Dtype.ConfigName()!,
            Tensors = planned,
            Files = [.. shards.Select(shard => new PlannedFile(shard.Name, shard.Length))],
            Sources = [.. sources.SelectMany(source => source.Files).Select(file => new PlannedFile(file.FullPath, file.Length))],
            Parameters = tensors.Sum(tensor => tensor.ByteCount / tensor.Dtype.Size()),
            BytesRead = sources.Sum(source => source.Files.Sum(file => file.Length)),
            PeakMemory = planned.Max(tensor => tensor.Memory),
            Threads = 1,
            FreeDisk = OutputFault.FreeSpace(outputDirectory),
        };
    }

    /// <summary>The tensors of the result. The check saw to it that all have one type, and one that config.json has a name for.</summary>
    private static TensorInfo[] Infos(CheckpointPlan plan, List<CheckpointReader> sources)
    {
        TensorDtype type = plan.Rules.SelectMany(rule => rule.Parts).Select(part => sources[plan.IndexOf(part.Source)].Tensors[part.Tensor].Info.Dtype).First();
        return [.. plan.Tensors.Select(tensor => new TensorInfo(tensor.Name, type, tensor.Shape))];
    }

    private static UpscaleResult Build(
        CheckpointPlan plan, IReadOnlyList<string> baseDirectories, string outputDirectory, UpscaleOptions options, CancellationToken cancellationToken)
    {
        foreach (string directory in baseDirectories)
        {
            RefuseOverlap(directory, outputDirectory);
        }

        var sources = new List<CheckpointReader>();
        try
        {
            foreach (string directory in baseDirectories)
            {
                sources.Add(CheckpointReader.Open(directory));
            }

            PlanCheck.Verify(plan, sources, CheckpointUse.Base);
            return Write(plan, sources, outputDirectory, options, cancellationToken);
        }
        catch (Exception e) when (OutputFault.Is(e))
        {
            throw OutputFault.Of(outputDirectory, e);
        }
        finally
        {
            sources.ForEach(source => source.Dispose());
        }
    }

    private static UpscaleResult Write(
        CheckpointPlan plan, List<CheckpointReader> sources, string outputDirectory, UpscaleOptions options, CancellationToken cancellationToken)
    {
        TensorInfo[] tensors = Infos(plan, sources);
        string dtype = tensors[0].Dtype.ConfigName()!;
        IReadOnlyList<Shard> shards = ShardPlan.Divide(tensors, options.MaxShardSize);
        OutputFault.RequireSpace(outputDirectory, shards.Sum(shard => shard.Length), OutputFault.FreeSpace(outputDirectory));

        var guard = new SourceGuard(sources);
        using CheckpointWriter writer = CheckpointWriter.Create(outputDirectory, shards, Fingerprint(plan, tensors, guard, options));
        if (options.KeepUnfinished)
        {
            writer.KeepUnfinished();
        }

        int resumed = tensors.Count(tensor => writer[tensor.Name].IsFinished);
        writer.WriteText(CheckpointFiles.Config, ConfigFile.Parse(plan.Config, plan.Model).WithDtype(dtype));

        // The tokenizer goes with the embeddings, which are the first tensor.
        string first = plan.Tensors[0].Name;
        EquatableArray<TensorPart> embeddings = plan.Rules.First(rule => rule.Target == first).Parts;
        foreach (string path in CheckpointFiles.CarriedFrom(sources[embeddings.Count == 0 ? 0 : plan.IndexOf(embeddings[0].Source)].FullPath))
        {
            writer.CopyFile(path);
        }

        IReadOnlyList<SourceFile> read = Copy(plan, sources, writer, options, cancellationToken);
        foreach (TensorRule rule in plan.Rules.Where(rule => rule.Kind != TensorRuleKind.Copy && !writer[rule.Target].IsFinished))
        {
            TensorSlot slot = writer[rule.Target];
            RuleWriter.Write(rule, [.. rule.Parts.Select(part => sources[plan.IndexOf(part.Source)].Tensors[part.Tensor])], slot, cancellationToken);
            writer.Finish(slot, slot.ReadHash(options.Hash));
        }

        cancellationToken.ThrowIfCancellationRequested();
        guard.Check();
        CheckpointManifest manifest = writer.Commit(new CheckpointManifest
        {
            Model = plan.Model,
            Declaration = plan.Declaration,
            Recipe = plan.Recipe,
            BuiltFrom = [.. plan.Sources.Select(source => source.Name)],
            LayerMap = plan.LayerMap,
            LayerSources = plan.LayerSources,
            Dtype = dtype,
            Sources = read,
            Hash = options.Hash,
        });
        return new UpscaleResult(Path.GetFullPath(outputDirectory), tensors.Length, writer.TotalSize, manifest) { Resumed = resumed };
    }

    /// <summary>All that decides the bytes; null where nothing is hashed, so that nobody could tell what an earlier run has done.</summary>
    private static string? Fingerprint(CheckpointPlan plan, IReadOnlyList<TensorInfo> tensors, SourceGuard guard, UpscaleOptions options) =>
        options.Hash == ContentHash.None
            ? null
            : guard.Fingerprint(
                [CheckpointManifest.SolarVersion, plan.Model, plan.Config, plan.Declaration, plan.Recipe, options.Hash.KeyOf(),
                options.MaxShardSize.ToString(CultureInfo.InvariantCulture),
                .. tensors.Select(tensor => tensor.ToString()), .. plan.Rules.Select(rule => rule.ToString())]);

    /// <summary>A source's tensor was read to its end: notes its places as whole, and holds those of an earlier run against it.</summary>
    private static void Finish(CheckpointWriter writer, SafetensorsFile file, SafetensorsEntry entry, List<TensorSlot> slots, string? hash)
    {
        foreach (TensorSlot slot in slots)
        {
            if (!slot.IsFinished)
            {
                writer.Finish(slot, hash);
            }
            else if (slot.Hash != hash)
            {
                throw new CheckpointException(
                    file.FullPath, entry.Name, "it changed since the run that was cut off had read it", "Begin again: what that run left is of no use.");
            }
        }
    }

    private static List<SourceFile> Copy(
        CheckpointPlan plan, List<CheckpointReader> sources, CheckpointWriter writer, UpscaleOptions options, CancellationToken cancellationToken)
    {
        var targets = sources.ConvertAll(_ => new Dictionary<string, List<TensorSlot>>(StringComparer.Ordinal));
        foreach (TensorRule rule in plan.Rules.Where(rule => rule.Kind == TensorRuleKind.Copy))
        {
            TensorPart part = rule.Parts[0];
            Dictionary<string, List<TensorSlot>> ofSource = targets[plan.IndexOf(part.Source)];
            if (!ofSource.TryGetValue(part.Tensor, out List<TensorSlot>? slots))
            {
                ofSource.Add(part.Tensor, slots = []);
            }

            slots.Add(writer[rule.Target]);
        }

        long total = sources.Sum(source => source.Files.Sum(file => file.Length));
        long read = 0;
        List<SourceFile> files = [];
        for (int i = 0; i < sources.Count; i++)
        {
            string? name = sources.Count > 1 ? plan.Sources[i].Name : null;
            foreach (SafetensorsFile file in sources[i].Files)
            {
                SourceFile copied = SourcePump.Copy(
                    file, targets[i], count => options.Progress?.Report((read += count, total)), cancellationToken, options.Hash,
                    (entry, slots, hash) => Finish(writer, file, entry, slots, hash));
                files.Add(copied with { Source = name });
            }
        }

        return files;
    }

    /// <summary>A base is never written into, under whatever name it is reached.</summary>
    private static void RefuseOverlap(string baseDirectory, string outputDirectory)
    {
        string input = RealPath.Of(baseDirectory);
        string output = RealPath.Of(outputDirectory);
        if (RealPath.Overlap(input, output))
        {
            throw new CheckpointException(
                outputDirectory, null, $"it is the folder that is read ({baseDirectory}), or one of them is inside of the other", "Name a folder beside it.");
        }
    }
}
