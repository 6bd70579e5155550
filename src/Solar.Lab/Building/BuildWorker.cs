using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Solar.Lab.CommandLine.Programs;
using Solar.Runtime.Checkpoints;
using Solar.Runtime.Checkpoints.Merging;
using Solar.Runtime.Native;

namespace Solar.Lab.Building;

/// <summary>Makes files in this process. Copying and merging need no libtorch; it is loaded where something is trained or drawn.</summary>
/// <param name="program">The declarations.</param>
/// <param name="settings">Folders and choices.</param>
/// <param name="folders">Folder of each node's checkpoint, by name.</param>
internal sealed class BuildWorker(LabProgram program, BuildSettings settings, Func<string, string> folders) : IBuildWorker
{
    /// <inheritdoc/>
    public async Task<BuildCost> RunAsync(BuildNode node, bool goesOn, IProgress<BuildProgress> progress, CancellationToken cancellationToken)
    {
        using FileStream claim = BuildClaim.Take(settings.CheckpointsDirectory, node);
        switch (node.Kind)
        {
            case BuildKind.Step:
                Directory.CreateDirectory(settings.DataDirectory);
                await node.Step!.RunAsync(settings.DataDirectory, new Shares(progress), cancellationToken);
                return new BuildCost();
            case BuildKind.Recipe:
                await CheckpointBuilder.BuildAsync(
                    RecipeCheckpoint.Of(node.Entry!.Model!), [.. node.Checkpoints.Select(folders)], node.Directory,
                    new UpscaleOptions { KeepUnfinished = true, Progress = new Bytes(progress) }, cancellationToken);
                return new BuildCost();
            case BuildKind.Merge:
                CheckpointMerge merge = MergeCheckpoint.Of(program, node.Entry!, dtype: null);
                Dictionary<string, string> inputs = merge.Recipe.Sources.ToDictionary(source => source, folders);
                await CheckpointMerger.MergeAsync(
                    merge, inputs, node.Directory, new MergeOptions { KeepUnfinished = true, Progress = new Bytes(progress) }, cancellationToken);
                return new BuildCost();
            case BuildKind.Initial:
                TorchLibrary.EnsureLoaded();
                InitialModel.Write(program.TypeOf(node.Name), node, settings);
                return new BuildCost();
            case BuildKind.Stage:
                TorchLibrary.EnsureLoaded();
                return await new TrainedStage(program, node, settings, folders(node.Checkpoints[0])).RunAsync(goesOn, progress, cancellationToken);
            default:
                throw new InvalidOperationException($"{node.Name} is there and is not built.");
        }
    }

    private sealed class Shares(IProgress<BuildProgress> progress) : IProgress<double>
    {
        public void Report(double value) => progress.Report(new BuildProgress(value));
    }

    private sealed class Bytes(IProgress<BuildProgress> progress) : IProgress<(long Done, long Total)>
    {
        public void Report((long Done, long Total) value) => progress.Report(new BuildProgress(value.Total > 0 ? (double)value.Done / value.Total : 1));
    }
}
