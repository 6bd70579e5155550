using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace Solar.Runtime.Checkpoints.Merging;

/// <summary>
/// Merges checkpoints tensor by tensor, from file to file. Memory does not grow with the models: every method of Solar's goes over a tensor
/// in pieces, as often as it has to.
/// </summary>
public static class CheckpointMerger
{
    /// <summary>What a merge would do, held against its checkpoints; nothing is written.</summary>
    /// <param name="merge">What is merged of what.</param>
    /// <param name="directories">A folder for each of <see cref="Solar.Plans.MergeRecipe.Sources"/>.</param>
    /// <param name="outputDirectory">Where the result would be.</param>
    /// <param name="options">Shard size, hashes and threads.</param>
    /// <exception cref="CheckpointException">The checkpoints do not fit; all faults are named.</exception>
    /// <exception cref="ArgumentException">A source has no folder, or the recipe no method.</exception>
    public static BuildPlan Plan(
        CheckpointMerge merge, IReadOnlyDictionary<string, string> directories, string outputDirectory, MergeOptions? options = null)
    {
        Check(merge, directories, outputDirectory);
        using MergeWork work = MergeWork.Open(merge, directories, outputDirectory, options ?? new MergeOptions());
        return work.Plan;
    }

    /// <summary>Merges. A run that was cut off is taken up where it stopped, if nothing changed.</summary>
    /// <param name="merge">What is merged of what.</param>
    /// <param name="directories">A folder for each of <see cref="Solar.Plans.MergeRecipe.Sources"/>.</param>
    /// <param name="outputDirectory">Where the result will be: not there yet, empty, or one that Solar wrote and that is to be replaced.</param>
    /// <param name="options">Shard size, hashes, threads and progress.</param>
    /// <param name="cancellationToken">Leaves the output as it was before.</param>
    /// <exception cref="CheckpointException">The checkpoints do not fit, the output is taken, the disk is full, or a source changed; the output is as it was.</exception>
    /// <exception cref="ArgumentException">A source has no folder, or the recipe no method.</exception>
    public static Task<MergeResult> MergeAsync(
        CheckpointMerge merge,
        IReadOnlyDictionary<string, string> directories,
        string outputDirectory,
        MergeOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        Check(merge, directories, outputDirectory);
        return Task.Run(
            () =>
            {
                using MergeWork work = MergeWork.Open(merge, directories, outputDirectory, options ?? new MergeOptions());
                try
                {
                    return Run(work, outputDirectory, cancellationToken);
                }
                catch (Exception e) when (OutputFault.Is(e))
                {
                    throw OutputFault.Of(outputDirectory, e);
                }
            },
            cancellationToken);
    }

    private static MergeResult Run(MergeWork work, string outputDirectory, CancellationToken cancellationToken)
    {
        CheckpointMerge merge = work.Merge;
        OutputFault.RequireSpace(outputDirectory, work.Plan.BytesWritten, work.Plan.FreeDisk);
        string? fingerprint = work.Options.Hash == ContentHash.None
            ? null
            : work.Guard.Fingerprint(
                [CheckpointManifest.SolarVersion, merge.Name, merge.Config, merge.RecipeText, merge.Declaration, work.Options.Hash.KeyOf(), work.Plan.Dtype,
                .. PlanText(work)]);

        using CheckpointWriter writer = CheckpointWriter.Create(outputDirectory, work.Shards, fingerprint);
        if (work.Options.KeepUnfinished)
        {
            writer.KeepUnfinished();
        }

        writer.WriteText(CheckpointFiles.Config, ConfigFile.Parse(merge.Config, merge.Name).WithDtype(work.Plan.Dtype));
        foreach (string path in CheckpointFiles.CarriedFrom(work.TokenizerSource.FullPath))
        {
            writer.CopyFile(path);
        }

        using var run = new TensorRun(work.Jobs, writer, new TensorRunOptions(work.Options.Hash, work.Plan.Threads, work.Options.Progress), cancellationToken);
        run.Run();
        cancellationToken.ThrowIfCancellationRequested();
        work.Guard.Check();
        CheckpointManifest manifest = writer.Commit(new CheckpointManifest
        {
            Model = merge.Name,
            Declaration = merge.Declaration,
            Recipe = merge.RecipeText,
            Dtype = work.Plan.Dtype,
            Sources = [.. work.Sources.SelectMany(source => run.Read(source.Value, work.Sources.Count > 1 ? source.Key : null))],
            Hash = work.Options.Hash,
        });
        return new MergeResult(Path.GetFullPath(outputDirectory), work.Plan, run.Resumed, manifest);
    }

    /// <summary>Every number that goes into every tensor, and the file that it comes to be in.</summary>
    private static IEnumerable<string> PlanText(MergeWork work)
    {
        foreach (PlannedTensor tensor in work.Plan.Tensors)
        {
            yield return $"{tensor.Info} {tensor.File} {tensor.From}";
        }
    }

    private static void Check(CheckpointMerge merge, IReadOnlyDictionary<string, string> directories, string outputDirectory)
    {
        ArgumentNullException.ThrowIfNull(merge);
        ArgumentNullException.ThrowIfNull(directories);
        ArgumentException.ThrowIfNullOrEmpty(outputDirectory);
    }
}
