using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace Solar.Runtime.Checkpoints;

/// <summary>The plan of a run over jobs.</summary>
internal static class JobPlan
{
    /// <summary>All of it without bytes.</summary>
    /// <param name="name">Name of what is made.</param>
    /// <param name="method">How, in one word.</param>
    /// <param name="output">The folder that will be written.</param>
    /// <param name="dtype">The type of the result.</param>
    /// <param name="jobs">What is done.</param>
    /// <param name="shards">The files of the result.</param>
    /// <param name="sources">The checkpoints that are read.</param>
    /// <param name="threads">How many jobs may be done at the same time.</param>
    /// <param name="from">Of what a job's tensors are made, in one line.</param>
    public static BuildPlan Of(
        string name, string method, string output, TensorDtype dtype, IReadOnlyList<ITensorJob> jobs, IReadOnlyList<Shard> shards, IReadOnlyList<CheckpointReader> sources, int threads,
        Func<ITensorJob, string> from)
    {
        Dictionary<string, string> files = shards.SelectMany(shard => shard.Entries.Select(entry => (entry.Name, shard.Name))).ToDictionary();
        int together = Math.Clamp(threads, 1, Math.Max(1, jobs.Count));
        return new BuildPlan
        {
            Name = name,
            Method = method,
            Output = Path.GetFullPath(output),
            Dtype = dtype.ConfigName()!,
            Tensors = [.. jobs.SelectMany(job => job.Targets.Select(target => new PlannedTensor(target, files[target.Name], from(job), job.Memory)))],
            Files = [.. shards.Select(shard => new PlannedFile(shard.Name, shard.Length))],
            Sources = [.. sources.SelectMany(source => source.Files).Select(file => new PlannedFile(file.FullPath, file.Length))],
            Parameters = jobs.SelectMany(job => job.Targets).Sum(target => target.ByteCount / target.Dtype.Size()),
            BytesRead = jobs.SelectMany(job => job.Reads).Distinct().Sum(tensor => tensor.Info.ByteCount),
            PeakMemory = jobs.Select(job => job.Memory).OrderDescending().Take(together).Sum(),
            Threads = together,
            FreeDisk = OutputFault.FreeSpace(output),
        };
    }
}
