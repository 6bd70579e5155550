using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace Solar.Runtime.Checkpoints;

/// <summary>Does what a plan says, several tensors at a time. Each tensor is made by one thread, so that their number changes no byte.</summary>
internal sealed class TensorRun : IDisposable
{
    private readonly IReadOnlyList<ITensorJob> _jobs;
    private readonly CheckpointWriter _writer;
    private readonly TensorRunOptions _options;
    private readonly SourceHashes _hashes;
    private readonly CancellationToken _cancellationToken;
    private readonly Dictionary<string, SafeFileHandle> _files = new(StringComparer.Ordinal);
    private readonly long _total;
    private long _done;

    /// <summary>A run of jobs.</summary>
    /// <param name="jobs">What is done.</param>
    /// <param name="writer">The checkpoint that they fill.</param>
    /// <param name="options">Hashes, threads and progress.</param>
    /// <param name="cancellationToken">Stops between two pieces.</param>
    public TensorRun(IReadOnlyList<ITensorJob> jobs, CheckpointWriter writer, TensorRunOptions options, CancellationToken cancellationToken)
    {
        _jobs = jobs;
        _writer = writer;
        _options = options;
        _hashes = new SourceHashes(options.Hash, writer.Journal);
        _cancellationToken = cancellationToken;
        _total = jobs.Sum(job => job.Targets.Sum(target => target.ByteCount));
        foreach (string path in jobs.SelectMany(job => job.Reads).Select(tensor => tensor.File.FullPath).Distinct(StringComparer.Ordinal))
        {
            _files.Add(path, File.OpenHandle(path));
        }
    }

    /// <summary>Number of tensors that an earlier run had made.</summary>
    public int Resumed { get; private set; }

    /// <summary>Makes every tensor that is not made yet, and hashes every tensor that is read.</summary>
    public void Run()
    {
        TensorInfo[] made = [.. _jobs.SelectMany(job => job.Targets).Where(IsFinished)];
        Resumed = made.Length;
        Report(made.Sum(target => target.ByteCount));

        // The greatest first, so that no thread is left with one at the end.
        InParallel(_jobs.Where(job => !job.Targets.All(IsFinished)).OrderByDescending(job => job.Effort), Make);
        InParallel(_jobs.SelectMany(job => job.Reads).Distinct(), HashAlone);
    }

    /// <summary>The files of a checkpoint with the hashes of what was read of them.</summary>
    /// <param name="source">The checkpoint.</param>
    /// <param name="name">What it is called; null where there is but one.</param>
    public IEnumerable<SourceFile> Read(CheckpointReader source, string? name) => source.Files.Select(file => _hashes.Of(file, name));

    private bool IsFinished(TensorInfo target) => _writer[target.Name].IsFinished;

    private void Make(ITensorJob job)
    {
        List<(StoredTensor Tensor, StoredElements Elements, RunningHash? Hash)> read = [.. job.Reads.Select(Open)];
        SlotWriter?[] results =
        [
            .. job.Targets.Select(target => IsFinished(target) ? null : new SlotWriter(_writer[target.Name], _options.Hash, count => Report(count), _cancellationToken)),
        ];
        try
        {
            job.Make([.. read.Select(each => each.Elements)], results);
            foreach ((StoredTensor tensor, StoredElements elements, RunningHash? hash) in read)
            {
                FinishHash(tensor, elements, hash);
            }

            foreach ((TensorInfo target, SlotWriter? result) in job.Targets.Zip(results))
            {
                if (result is not null)
                {
                    _writer.Finish(_writer[target.Name], result.Finish());
                }
            }
        }
        catch (Merging.MergeException e)
        {
            throw new CheckpointException(null, job.Targets[0].Name, e.Problem, e.Mend, e);
        }
        finally
        {
            Array.ForEach(results, result => result?.Dispose());
        }
    }

    private void HashAlone(StoredTensor tensor)
    {
        if (_hashes.Claim(tensor) is { } hash)
        {
            FinishHash(tensor, new StoredElements(tensor, _files[tensor.File.FullPath], hash), hash);
        }
    }

    private (StoredTensor Tensor, StoredElements Elements, RunningHash? Hash) Open(StoredTensor tensor)
    {
        RunningHash? hash = _hashes.Claim(tensor);
        return (tensor, new StoredElements(tensor, _files[tensor.File.FullPath], hash), hash);
    }

    private void FinishHash(StoredTensor tensor, StoredElements elements, RunningHash? hash)
    {
        if (hash is not null)
        {
            elements.HashRest();
            _hashes.Finish(tensor, hash);
        }
    }

    private void Report(long count) => _options.Progress?.Report((Interlocked.Add(ref _done, count), _total));

    private void InParallel<T>(IEnumerable<T> items, Action<T> action) => ParallelWork.ForEach(items, _options.Threads, action, _cancellationToken);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (SafeFileHandle file in _files.Values)
        {
            file.Dispose();
        }
    }
}

/// <summary>What a run does beside its jobs.</summary>
/// <param name="Hash">By what tensors are identified.</param>
/// <param name="Threads">How many jobs are done at the same time.</param>
/// <param name="Progress">Told how many of the result's bytes are done, and how many there are.</param>
internal sealed record TensorRunOptions(ContentHash Hash, int Threads, IProgress<(long Done, long Total)>? Progress);
