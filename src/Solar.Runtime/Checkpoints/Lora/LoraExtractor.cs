using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace Solar.Runtime.Checkpoints.Lora;

/// <summary>
/// Makes a LoRA adapter of PEFT's layout of what training changed: for each module the truncated singular value decomposition of tuned − base, which is
/// the nearest matrix of its rank. Both checkpoints are read in pieces, several times; memory grows with the rank and not with a matrix.
/// </summary>
public static class LoraExtractor
{
    /// <summary>What the checkpoints are called in plans and manifests.</summary>
    internal const string Base = "Base", Tuned = "Tuned";

    /// <summary>What a run would write at most, held against both: of modules that did not change it writes nothing, and under an energy ranks may be less.</summary>
    /// <param name="extract">What is extracted.</param>
    /// <param name="baseDirectory">The checkpoint before training.</param>
    /// <param name="tunedDirectory">The checkpoint after it.</param>
    /// <param name="outputDirectory">Where the adapter would be.</param>
    /// <param name="options">Type, hashes and threads.</param>
    /// <exception cref="CheckpointException">They are not of one architecture; all faults are named.</exception>
    /// <exception cref="ArgumentException">A number is outside of its range.</exception>
    public static BuildPlan Plan(LoraExtract extract, string baseDirectory, string tunedDirectory, string outputDirectory, LoraOptions? options = null)
    {
        using LoraExtractWork work = LoraExtractWork.Open(extract, baseDirectory, tunedDirectory, outputDirectory, options ?? new LoraOptions());
        return work.Plan(outputDirectory);
    }

    /// <summary>Extracts an adapter. A run that was cut off is taken up where it stopped, if nothing changed.</summary>
    /// <param name="extract">What is extracted.</param>
    /// <param name="baseDirectory">The checkpoint before training.</param>
    /// <param name="tunedDirectory">The checkpoint after it.</param>
    /// <param name="outputDirectory">Where the adapter will be: not there yet, empty, or one that Solar wrote and that is to be replaced.</param>
    /// <param name="options">Type, hashes, threads and progress.</param>
    /// <param name="cancellationToken">Leaves the output as it was before.</param>
    /// <exception cref="CheckpointException">They are not of one architecture, nothing differs, or the output cannot be written; it is as it was.</exception>
    /// <exception cref="ArgumentException">A number is outside of its range.</exception>
    public static Task<LoraExtraction> ExtractAsync(
        LoraExtract extract, string baseDirectory, string tunedDirectory, string outputDirectory, LoraOptions? options = null, CancellationToken cancellationToken = default) =>
        Task.Run(
            () =>
            {
                using LoraExtractWork work = LoraExtractWork.Open(extract, baseDirectory, tunedDirectory, outputDirectory, options ?? new LoraOptions());
                work.Settle(cancellationToken);
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

    private static LoraExtraction Run(LoraExtractWork work, string outputDirectory, CancellationToken cancellationToken)
    {
        LoraOptions options = work.Options;
        BuildPlan plan = work.Plan(outputDirectory);
        OutputFault.RequireSpace(outputDirectory, plan.BytesWritten, plan.FreeDisk);
        string config = LoraConfigWriter.Write(work.Config());
        string recipe = work.Recipe;
        string? fingerprint = options.Hash == ContentHash.None
            ? null
            : work.Guard.Fingerprint([CheckpointManifest.SolarVersion, recipe, config, options.Hash.KeyOf(), .. plan.Tensors.Select(tensor => $"{tensor.Info} {tensor.From}")]);

        using CheckpointWriter writer = CheckpointWriter.Create(outputDirectory, work.Shards, fingerprint);
        if (options.KeepUnfinished)
        {
            writer.KeepUnfinished();
        }

        writer.WriteText(LoraConfig.FileName, config);
        using var run = new TensorRun(work.Jobs, writer, new TensorRunOptions(options.Hash, plan.Threads, options.Progress), cancellationToken);
        run.Run();
        cancellationToken.ThrowIfCancellationRequested();
        work.Guard.Check();
        CheckpointManifest manifest = writer.Commit(new CheckpointManifest
        {
            Model = plan.Name,
            Recipe = recipe,
            BuiltFrom = [Base, Tuned],
            Dtype = plan.Dtype,
            Sources = [.. run.Read(work.Origin, Base), .. run.Read(work.Tuned, Tuned)],
            Hash = options.Hash,
        });
        return new LoraExtraction(Path.GetFullPath(outputDirectory), plan, run.Resumed, manifest)
        {
            Ranks = [.. work.Targets.Select(target => KeyValuePair.Create(target.Name, target.Rank))],
            LeftOut = work.LeftOut,
        };
    }
}
