using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.ExceptionServices;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Win32.SafeHandles;

namespace Solar.Runtime.Checkpoints.Merging;

/// <summary>Does what a merge's plan says, several tensors at a time. Each tensor is made by one thread, so that their number changes no byte.</summary>
internal sealed class MergeRun : IDisposable
{
    private readonly MergeWork _work;
    private readonly CheckpointWriter _writer;
    private readonly SourceHashes _hashes;
    private readonly CancellationToken _cancellationToken;
    private readonly Dictionary<string, SafeFileHandle> _files = new(StringComparer.Ordinal);
    private long _done;

    public MergeRun(MergeWork work, CheckpointWriter writer, CancellationToken cancellationToken)
    {
        _work = work;
        _writer = writer;
        _hashes = new SourceHashes(work.Options.Hash, writer.Journal);
        _cancellationToken = cancellationToken;
        foreach (PlannedFile file in work.Plan.Sources)
        {
            _files.Add(file.Path, File.OpenHandle(file.Path));
        }
    }

    /// <summary>Number of tensors that an earlier run had made.</summary>
    public int Resumed { get; private set; }

    /// <summary>Makes every tensor that is not made yet, and hashes every source.</summary>
    public IReadOnlyList<SourceFile> Run()
    {
        Resumed = _work.Jobs.Count(job => _writer[job.Target.Name].IsFinished);
        Report(_work.Jobs.Where(job => _writer[job.Target.Name].IsFinished).Sum(job => job.Target.ByteCount));

        // The greatest first, so that no thread is left with one at the end.
        InParallel(
            _work.Jobs.Where(job => !_writer[job.Target.Name].IsFinished).OrderByDescending(job => job.Target.ByteCount * job.Inputs.Count), Make);
        InParallel(_work.Jobs.SelectMany(job => job.All).Distinct(), HashAlone);

        return
        [
            .. _work.Sources.SelectMany(source => source.Value.Files.Select(file => _hashes.Of(file, _work.Sources.Count > 1 ? source.Key : null))),
        ];
    }

    private void Make(MergeJob job)
    {
        TensorSlot slot = _writer[job.Target.Name];
        List<(StoredTensor Tensor, StoredElements Elements, RunningHash? Hash)> read = [.. job.All.Select(Open)];
        using var result = new SlotWriter(slot, _work.Options.Hash, count => Report(count), _cancellationToken);
        try
        {
            if (job.IsCopy)
            {
                Copy(read[0].Elements, 0, job.Target.ByteCount, result);
            }
            else
            {
                IElementReader[] inputs = [.. read.Take(job.Inputs.Count).Select(each => each.Elements)];
                IElementReader? origin = job.Base is null ? null : read[^1].Elements;
                job.Method.Run(new ChunkedTensors(inputs, origin, job.Target.Shape, job.MergedCount), job.Merge, result);
                CopyTail(job, origin is null ? read[0].Elements : read[^1].Elements, result);
            }
        }
        catch (MergeException e)
        {
            throw new CheckpointException(null, job.Target.Name, e.Problem, e.Mend, e);
        }

        foreach ((StoredTensor tensor, StoredElements elements, RunningHash? hash) in read)
        {
            FinishHash(tensor, elements, hash);
        }

        _writer.Finish(slot, result.Finish());
    }

    /// <summary>The rows that not all have.</summary>
    private static void CopyTail(MergeJob job, StoredElements leading, SlotWriter result)
    {
        float[]? buffer = null;
        long count = job.Target.ByteCount / job.Target.Dtype.Size();
        for (long start = job.MergedCount; start < count; start += ChunkedTensors.PieceLength)
        {
            buffer ??= new float[ChunkedTensors.PieceLength];
            Span<float> piece = buffer.AsSpan(0, (int)Math.Min(buffer.Length, count - start));
            leading.Read(start, piece);
            result.Append(piece);
        }
    }

    private static void Copy(StoredElements from, long start, long count, SlotWriter result)
    {
        byte[] buffer = GC.AllocateUninitializedArray<byte>((int)Math.Min(MergeJob.CopyPiece, Math.Max(1, count)));
        for (long offset = start; offset < count; offset += buffer.Length)
        {
            Span<byte> piece = buffer.AsSpan(0, (int)Math.Min(buffer.Length, count - offset));
            from.ReadBytes(offset, piece);
            result.Append(piece);
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

    private void Report(long count) => _work.Options.Progress?.Report((Interlocked.Add(ref _done, count), _work.Jobs.Sum(job => job.Target.ByteCount)));

    private void InParallel<T>(IEnumerable<T> items, Action<T> action)
    {
        var options = new ParallelOptions { MaxDegreeOfParallelism = _work.Plan.Threads, CancellationToken = _cancellationToken };
        try
        {
            Parallel.ForEach(Partitioner.Create(items, EnumerablePartitionerOptions.NoBuffering), options, action);
        }
        catch (AggregateException e)
        {
            // The first that happened; others of the same cause say no more.
            ExceptionDispatchInfo.Throw(e.InnerExceptions.FirstOrDefault(inner => inner is CheckpointException) ?? e.InnerExceptions[0]);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (SafeFileHandle file in _files.Values)
        {
            file.Dispose();
        }
    }
}
