using System;
using System.Collections.Generic;
using System.Linq;

namespace Solar.Runtime.Checkpoints.Merging;

/// <summary>A merge that was held against its checkpoints: what is open, what is to be done, and the plan of it.</summary>
internal sealed class MergeWork : IDisposable
{
    private readonly List<CheckpointReader> _open = [];

    private MergeWork(CheckpointMerge merge, MergeOptions options)
    {
        Merge = merge;
        Options = options;
    }

    /// <summary>What was declared.</summary>
    public CheckpointMerge Merge { get; }

    /// <summary>What the caller said.</summary>
    public MergeOptions Options { get; }

    /// <summary>The checkpoints by the full names of their declarations.</summary>
    public Dictionary<string, CheckpointReader> Sources { get; } = new(StringComparer.Ordinal);

    /// <summary>The files that are read, watched.</summary>
    public SourceGuard Guard { get; private set; } = null!;

    /// <summary>What is done for each tensor.</summary>
    public IReadOnlyList<MergeJob> Jobs { get; private set; } = [];

    /// <summary>The files that are written.</summary>
    public IReadOnlyList<Shard> Shards { get; private set; } = [];

    /// <summary>All of it without bytes.</summary>
    public BuildPlan Plan { get; private set; } = null!;

    /// <summary>The checkpoint whose tokenizer goes with the result.</summary>
    public CheckpointReader TokenizerSource => Sources[Merge.Recipe.TokenizerSource ?? Merge.Recipe.Base ?? Merge.Recipe.Inputs[0].Source];

    /// <summary>Opens and checks everything.</summary>
    public static MergeWork Open(CheckpointMerge merge, IReadOnlyDictionary<string, string> directories, string output, MergeOptions options)
    {
        var work = new MergeWork(merge, options);
        try
        {
            work.OpenSources(directories, output);
            work.Guard = new SourceGuard(work._open);
            work.Jobs = new MergeCheck(merge, work.Sources).Jobs();
            work.Shards = ShardPlan.Divide([.. work.Jobs.Select(job => job.Target)], options.MaxShardSize);
            work.Plan = JobPlan.Of(merge.Name, merge.Recipe.Method, output, work.Jobs[0].Target.Dtype, work.Jobs, work.Shards, work._open, options.Threads, job => ((MergeJob)job).From);
            return work;
        }
        catch
        {
            work.Dispose();
            throw;
        }
    }

    private void OpenSources(IReadOnlyDictionary<string, string> directories, string output)
    {
        var byPath = new Dictionary<string, CheckpointReader>(StringComparer.Ordinal);
        foreach (string name in Merge.Recipe.Sources)
        {
            if (!directories.TryGetValue(name, out string? directory))
            {
                throw new ArgumentException($"{Merge.Name} is merged of {name}, but no folder of it was given.", nameof(directories));
            }

            string path = RealPath.Of(directory);
            SourceFolder.RefuseOverlap(directory, output);
            if (!byPath.TryGetValue(path, out CheckpointReader? reader))
            {
                byPath.Add(path, reader = CheckpointReader.Open(directory));
                _open.Add(reader);
            }

            Sources.Add(name, reader);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _open.ForEach(source => source.Dispose());
}
