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
        using UpscaleWork work = UpscaleWork.Open(plan, baseDirectories, outputDirectory, options ?? new UpscaleOptions());
        return work.Plan;
    }

    private static UpscaleResult Build(
        CheckpointPlan plan, IReadOnlyList<string> baseDirectories, string outputDirectory, UpscaleOptions options, CancellationToken cancellationToken)
    {
        try
        {
            using UpscaleWork work = UpscaleWork.Open(plan, baseDirectories, outputDirectory, options);
            return Write(work, outputDirectory, cancellationToken);
        }
        catch (Exception e) when (OutputFault.Is(e))
        {
            throw OutputFault.Of(outputDirectory, e);
        }
    }

    private static UpscaleResult Write(UpscaleWork work, string outputDirectory, CancellationToken cancellationToken)
    {
        (CheckpointPlan plan, UpscaleOptions options) = (work.Recipe, work.Options);
        OutputFault.RequireSpace(outputDirectory, work.Plan.BytesWritten, work.Plan.FreeDisk);
        using CheckpointWriter writer = CheckpointWriter.Create(outputDirectory, work.Shards, Fingerprint(work));
        if (options.KeepUnfinished)
        {
            writer.KeepUnfinished();
        }

        int resumed = work.Tensors.Count(tensor => writer[tensor.Name].IsFinished);
        writer.WriteText(CheckpointFiles.Config, ConfigFile.Parse(plan.Config, plan.Model).WithDtype(work.Plan.Dtype));

        // The tokenizer goes with the embeddings, which are the first tensor.
        string first = plan.Tensors[0].Name;
        EquatableArray<TensorPart> embeddings = plan.Rules.First(rule => rule.Target == first).Parts;
        foreach (string path in CheckpointFiles.CarriedFrom(work.Sources[embeddings.Count == 0 ? 0 : plan.IndexOf(embeddings[0].Source)].FullPath))
        {
            writer.CopyFile(path);
        }

        IReadOnlyList<SourceFile> read = Copy(work, writer, cancellationToken);
        foreach (TensorRule rule in plan.Rules.Where(rule => rule.Kind != TensorRuleKind.Copy && !writer[rule.Target].IsFinished))
        {
            TensorSlot slot = writer[rule.Target];
            using RunningHash? hash = RunningHash.Create(options.Hash);
            RuleWriter.Write(rule, [.. rule.Parts.Select(work.Stored)], slot, hash, cancellationToken);
            writer.Finish(slot, hash?.Finish());
        }

        cancellationToken.ThrowIfCancellationRequested();
        work.Guard.Check();
        CheckpointManifest manifest = writer.Commit(new CheckpointManifest
        {
            Model = plan.Model,
            Declaration = plan.Declaration,
            Recipe = plan.Recipe,
            BuiltFrom = [.. plan.Sources.Select(source => source.Name)],
            LayerMap = plan.LayerMap,
            LayerSources = plan.LayerSources,
            Dtype = work.Plan.Dtype,
            Sources = read,
            Hash = options.Hash,
        });
        return new UpscaleResult(Path.GetFullPath(outputDirectory), work.Tensors.Count, writer.TotalSize, manifest) { Resumed = resumed, Plan = work.Plan };
    }

    /// <summary>All that decides the bytes; null where nothing is hashed, so that nobody could tell what an earlier run has done.</summary>
    private static string? Fingerprint(UpscaleWork work)
    {
        CheckpointPlan plan = work.Recipe;
        return work.Options.Hash == ContentHash.None
            ? null
            : work.Guard.Fingerprint(
                [CheckpointManifest.SolarVersion, plan.Model, plan.Config, plan.Declaration, plan.Recipe, work.Options.Hash.KeyOf(),
                work.Options.MaxShardSize.ToString(CultureInfo.InvariantCulture),
                .. work.Tensors.Select(tensor => tensor.ToString()), .. plan.Rules.Select(rule => rule.ToString())]);
    }

    private static List<SourceFile> Copy(UpscaleWork work, CheckpointWriter writer, CancellationToken cancellationToken)
    {
        CheckpointPlan plan = work.Recipe;
        List<Dictionary<string, List<TensorSlot>>> targets = Places(work, writer);
        long total = work.Plan.BytesRead;
        long read = 0;
        var hashes = new SourceHashes(work.Options.Hash, writer.Journal);
        var pump = new SourcePump(
            writer, hashes, work.Options.Hash, work.Dtype, count => work.Options.Progress?.Report((read += count, total)), cancellationToken);
        List<SourceFile> files = [];
        for (int i = 0; i < work.Sources.Count; i++)
        {
            foreach (SafetensorsFile file in work.Sources[i].Files)
            {
                read += file.Header.DataStart;
                pump.Copy(file, targets[i]);
                files.Add(hashes.Of(file, work.Sources.Count > 1 ? plan.Sources[i].Name : null));
            }
        }

        return files;
    }

    /// <summary>For each source, the places of its tensors. One that is computed with has none by it, and is read here for its hash.</summary>
    private static List<Dictionary<string, List<TensorSlot>>> Places(UpscaleWork work, CheckpointWriter writer)
    {
        var targets = work.Sources.ConvertAll(_ => new Dictionary<string, List<TensorSlot>>(StringComparer.Ordinal));
        foreach (TensorRule rule in work.Recipe.Rules.Where(rule => rule.Kind != TensorRuleKind.Zeros))
        {
            foreach (TensorPart part in rule.Parts)
            {
                Dictionary<string, List<TensorSlot>> ofSource = targets[work.Recipe.IndexOf(part.Source)];
                if (!ofSource.TryGetValue(part.Tensor, out List<TensorSlot>? slots))
                {
                    ofSource.Add(part.Tensor, slots = []);
                }

                if (rule.Kind == TensorRuleKind.Copy)
                {
                    slots.Add(writer[rule.Target]);
                }
            }
        }

        return targets;
    }
}
