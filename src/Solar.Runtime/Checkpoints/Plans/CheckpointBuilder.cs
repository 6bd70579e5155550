using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace Solar.Runtime.Checkpoints;

/// <summary>
/// Makes a checkpoint from another one by copying bytes from file to file. No tensor is built, and memory does not grow with the model.
/// </summary>
public static class CheckpointBuilder
{
    /// <summary>Makes what is planned.</summary>
    /// <param name="plan">What is made of what.</param>
    /// <param name="baseDirectory">The checkpoint that is read.</param>
    /// <param name="outputDirectory">Where the new one will be: not there yet, empty, or one that Solar wrote and that is to be replaced.</param>
    /// <param name="options">Shard size and progress.</param>
    /// <param name="cancellationToken">Leaves the output as it was before.</param>
    /// <exception cref="CheckpointException">The base does not fit the plan, or the output is taken; nothing was written.</exception>
    /// <exception cref="ArgumentException">The plan fills a tensor twice or not at all.</exception>
    public static Task<UpscaleResult> BuildAsync(
        CheckpointPlan plan,
        string baseDirectory,
        string outputDirectory,
        UpscaleOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentException.ThrowIfNullOrEmpty(baseDirectory);
        ArgumentException.ThrowIfNullOrEmpty(outputDirectory);
        return Task.Run(() => Build(plan, baseDirectory, outputDirectory, options ?? new UpscaleOptions(), cancellationToken), cancellationToken);
    }

    private static UpscaleResult Build(
        CheckpointPlan plan, string baseDirectory, string outputDirectory, UpscaleOptions options, CancellationToken cancellationToken)
    {
        RefuseOverlap(baseDirectory, outputDirectory);
        using CheckpointReader source = CheckpointReader.Open(baseDirectory);
        PlanCheck.Verify(plan, source, CheckpointUse.Base);
        try
        {
            return Write(plan, source, outputDirectory, options, cancellationToken);
        }
        catch (Exception e) when (OutputFault.Is(e))
        {
            throw OutputFault.Of(outputDirectory, e);
        }
    }

    private static UpscaleResult Write(
        CheckpointPlan plan, CheckpointReader source, string outputDirectory, UpscaleOptions options, CancellationToken cancellationToken)
    {
        TensorInfo[] tensors = Infos(plan, source);
        string dtype = tensors[0].Dtype.ConfigName()!;
        IReadOnlyList<Shard> shards = ShardPlan.Divide(tensors, options.MaxShardSize);
        OutputFault.RequireSpace(outputDirectory, shards.Sum(shard => shard.Length), OutputFault.FreeSpace(outputDirectory));

        var guard = new SourceGuard([source]);
        using CheckpointWriter writer = CheckpointWriter.Create(outputDirectory, shards, Fingerprint(plan, tensors, guard, options));
        if (options.KeepUnfinished)
        {
            writer.KeepUnfinished();
        }

        int resumed = tensors.Count(tensor => writer[tensor.Name].IsFinished);
        writer.WriteText(CheckpointFiles.Config, ConfigFile.Parse(plan.Config, plan.Model).WithDtype(dtype));
        foreach (string path in CheckpointFiles.CarriedFrom(source.FullPath))
        {
            writer.CopyFile(path);
        }

        IReadOnlyList<SourceFile> read = Copy(plan, source, writer, options, cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        guard.Check();
        CheckpointManifest manifest = writer.Commit(new CheckpointManifest
        {
            Model = plan.Model,
            Declaration = plan.Declaration,
            Recipe = plan.Recipe,
            Source = plan.Source,
            LayerMap = plan.LayerMap,
            Dtype = dtype,
            Sources = read,
            Hash = options.Hash,
        });
        return new UpscaleResult(Path.GetFullPath(outputDirectory), tensors.Length, writer.TotalSize, manifest) { Resumed = resumed };
    }

    /// <summary>What a run would do, held against its checkpoint; nothing is written.</summary>
    /// <param name="plan">What is made of what.</param>
    /// <param name="baseDirectory">The checkpoint that would be read.</param>
    /// <param name="outputDirectory">Where the new one would be.</param>
    /// <param name="options">Shard size.</param>
    /// <exception cref="CheckpointException">The base does not fit the plan.</exception>
    public static BuildPlan Plan(CheckpointPlan plan, string baseDirectory, string outputDirectory, UpscaleOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentException.ThrowIfNullOrEmpty(baseDirectory);
        ArgumentException.ThrowIfNullOrEmpty(outputDirectory);
        RefuseOverlap(baseDirectory, outputDirectory);
        using CheckpointReader source = CheckpointReader.Open(baseDirectory);
        PlanCheck.Verify(plan, source, CheckpointUse.Base);

        TensorInfo[] tensors = Infos(plan, source);
        IReadOnlyList<Shard> shards = ShardPlan.Divide(tensors, (options ?? new UpscaleOptions()).MaxShardSize);
        Dictionary<string, string> files = shards.SelectMany(shard => shard.Entries.Select(entry => (entry.Name, shard.Name))).ToDictionary();
        Dictionary<string, string> copies = plan.Copies.ToDictionary(copy => copy.Target, copy => copy.Source, StringComparer.Ordinal);
        return new BuildPlan
        {
            Name = plan.Model,
            Method = "copy",
            Output = Path.GetFullPath(outputDirectory),
            Dtype = tensors[0].Dtype.ConfigName()!,
            Tensors = [.. tensors.Select(info => new PlannedTensor(info, files[info.Name], copies[info.Name], SourcePump.BufferSize))],
            Files = [.. shards.Select(shard => new PlannedFile(shard.Name, shard.Length))],
            Sources = [.. source.Files.Select(file => new PlannedFile(file.FullPath, file.Length))],
            Parameters = tensors.Sum(tensor => tensor.ByteCount / tensor.Dtype.Size()),
            BytesRead = source.Files.Sum(file => file.Length),
            PeakMemory = SourcePump.BufferSize,
            Threads = 1,
            FreeDisk = OutputFault.FreeSpace(outputDirectory),
        };
    }

    /// <summary>The tensors of the result. The check saw to it that all have one type, and one that config.json has a name for.</summary>
    private static TensorInfo[] Infos(CheckpointPlan plan, CheckpointReader source)
    {
        Dictionary<string, string> sources = plan.Copies.ToDictionary(copy => copy.Target, copy => copy.Source, StringComparer.Ordinal);
        return [.. plan.Tensors.Select(tensor => new TensorInfo(tensor.Name, source.Tensors[sources[tensor.Name]].Info.Dtype, tensor.Shape))];
    }

    /// <summary>All that decides the bytes; null where nothing is hashed, so that nobody could tell what an earlier run has done.</summary>
    private static string? Fingerprint(CheckpointPlan plan, IReadOnlyList<TensorInfo> tensors, SourceGuard guard, UpscaleOptions options) =>
        options.Hash == ContentHash.None
            ? null
            : guard.Fingerprint(
                [CheckpointManifest.SolarVersion, plan.Model, plan.Config, plan.Declaration, plan.Recipe, options.Hash.KeyOf(),
                options.MaxShardSize.ToString(CultureInfo.InvariantCulture),
                .. tensors.Select(tensor => tensor.ToString()), .. plan.Copies.Select(copy => copy.ToString())]);

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

    private static IReadOnlyList<SourceFile> Copy(
        CheckpointPlan plan, CheckpointReader source, CheckpointWriter writer, UpscaleOptions options, CancellationToken cancellationToken)
    {
        var targets = new Dictionary<string, List<TensorSlot>>(StringComparer.Ordinal);
        foreach (TensorCopy copy in plan.Copies)
        {
            if (!targets.TryGetValue(copy.Source, out List<TensorSlot>? slots))
            {
                targets.Add(copy.Source, slots = []);
            }

            slots.Add(writer[copy.Target]);
        }

        long total = source.Files.Sum(file => file.Length);
        long read = 0;
        List<SourceFile> files = [];
        foreach (SafetensorsFile file in source.Files)
        {
            files.Add(SourcePump.Copy(
                file, targets, count => options.Progress?.Report((read += count, total)), cancellationToken, options.Hash,
                (entry, slots, hash) => Finish(writer, file, entry, slots, hash)));
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
