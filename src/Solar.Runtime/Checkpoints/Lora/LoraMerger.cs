using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Solar.Runtime.Checkpoints.Merging;

namespace Solar.Runtime.Checkpoints.Lora;

/// <summary>
/// Puts a LoRA adapter of PEFT's into the checkpoint that it was trained over: W + α/r · B · A, tensor by tensor, from file to file. The factors of
/// a tensor are held while it is made, and of the tensor itself a piece.
/// </summary>
public static class LoraMerger
{
    /// <summary>What the checkpoint and the adapter are called in plans and manifests.</summary>
    internal const string Base = "Base", Adapter = "Adapter";

    /// <summary>What a run would do, held against both; nothing is written.</summary>
    /// <param name="baseDirectory">The checkpoint.</param>
    /// <param name="adapterDirectory">The adapter: <c>adapter_config.json</c> and <c>adapter_model.safetensors</c>.</param>
    /// <param name="outputDirectory">Where the result would be.</param>
    /// <param name="options">Type, shard size, hashes and threads.</param>
    /// <exception cref="CheckpointException">They do not fit; all faults are named.</exception>
    public static BuildPlan Plan(string baseDirectory, string adapterDirectory, string outputDirectory, LoraOptions? options = null)
    {
        using LoraWork work = LoraWork.Open(baseDirectory, adapterDirectory, outputDirectory, options ?? new LoraOptions());
        return work.Plan;
    }

    /// <summary>Applies an adapter. A run that was cut off is taken up where it stopped, if nothing changed.</summary>
    /// <param name="baseDirectory">The checkpoint.</param>
    /// <param name="adapterDirectory">The adapter: <c>adapter_config.json</c> and <c>adapter_model.safetensors</c>.</param>
    /// <param name="outputDirectory">Where the result will be: not there yet, empty, or one that Solar wrote and that is to be replaced.</param>
    /// <param name="options">Type, shard size, hashes, threads and progress.</param>
    /// <param name="cancellationToken">Leaves the output as it was before.</param>
    /// <exception cref="CheckpointException">They do not fit, the output is taken, the disk is full, or a source changed; the output is as it was.</exception>
    public static Task<MergeResult> ApplyAsync(
        string baseDirectory, string adapterDirectory, string outputDirectory, LoraOptions? options = null, CancellationToken cancellationToken = default) =>
        Task.Run(
            () =>
            {
                using LoraWork work = LoraWork.Open(baseDirectory, adapterDirectory, outputDirectory, options ?? new LoraOptions());
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

    private static MergeResult Run(LoraWork work, string outputDirectory, CancellationToken cancellationToken)
    {
        LoraOptions options = work.Options;
        OutputFault.RequireSpace(outputDirectory, work.Plan.BytesWritten, work.Plan.FreeDisk);
        string? fingerprint = options.Hash == ContentHash.None
            ? null
            : work.Guard.Fingerprint(
                [CheckpointManifest.SolarVersion, LoraWork.Recipe, work.Config, options.Hash.KeyOf(), options.MaxShardSize.ToString(CultureInfo.InvariantCulture),
                .. work.Plan.Tensors.Select(tensor => $"{tensor.Info} {tensor.File} {tensor.From}")]);

        using CheckpointWriter writer = CheckpointWriter.Create(outputDirectory, work.Shards, fingerprint);
        if (options.KeepUnfinished)
        {
            writer.KeepUnfinished();
        }

        writer.WriteText(CheckpointFiles.Config, work.Config);
        foreach (string path in CheckpointFiles.CarriedFrom(work.Checkpoint.FullPath))
        {
            writer.CopyFile(path);
        }

        using var run = new TensorRun(work.Jobs, writer, new TensorRunOptions(options.Hash, work.Plan.Threads, options.Progress), cancellationToken);
        run.Run();
        cancellationToken.ThrowIfCancellationRequested();
        work.Guard.Check();
        CheckpointManifest manifest = writer.Commit(new CheckpointManifest
        {
            Model = work.Plan.Name,
            Recipe = LoraWork.Recipe,
            BuiltFrom = [Base, Adapter],
            Dtype = work.Plan.Dtype,
            Sources = [.. run.Read(work.Checkpoint, Base), .. run.Read(work.Adapter.File, Adapter)],
            Hash = options.Hash,
        });
        return new MergeResult(Path.GetFullPath(outputDirectory), work.Plan, run.Resumed, manifest);
    }
}
