using System;
using System.Collections.Generic;
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

        Dictionary<string, string> sources = plan.Copies.ToDictionary(copy => copy.Target, copy => copy.Source, StringComparer.Ordinal);
        TensorInfo[] tensors =
        [
            .. plan.Tensors.Select(tensor => new TensorInfo(tensor.Name, source.Tensors[sources[tensor.Name]].Info.Dtype, tensor.Shape)),
        ];

        // The check saw to it that all have one type, and one that config.json has a name for.
        string dtype = tensors[0].Dtype.ConfigName()!;

        using CheckpointWriter writer = CheckpointWriter.Create(outputDirectory, tensors, options.MaxShardSize);
        writer.WriteText(CheckpointFiles.Config, ConfigFile.Parse(plan.Config, plan.Model).WithDtype(dtype));
        foreach (string path in CheckpointFiles.CarriedFrom(source.FullPath))
        {
            writer.CopyFile(path);
        }

        IReadOnlyList<SourceFile> read = Copy(plan, source, writer, options, cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        CheckpointManifest manifest = writer.Commit(new CheckpointManifest
        {
            Model = plan.Model,
            Declaration = plan.Declaration,
            Recipe = plan.Recipe,
            Source = plan.Source,
            LayerMap = plan.LayerMap,
            Dtype = dtype,
            Sources = read,
        });
        return new UpscaleResult(Path.GetFullPath(outputDirectory), tensors.Length, writer.TotalSize, manifest);
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
            files.Add(SourcePump.Copy(file, targets, count => options.Progress?.Report((read += count, total)), cancellationToken));
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
