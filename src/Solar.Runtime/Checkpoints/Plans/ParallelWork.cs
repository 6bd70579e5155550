using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.ExceptionServices;
using System.Threading;
using System.Threading.Tasks;

namespace Solar.Runtime.Checkpoints;

/// <summary>Work on several items at a time, whose first fault comes out as it is.</summary>
internal static class ParallelWork
{
    /// <summary>Does something with each item, taken one by one in their order.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static void ForEach<T>(IEnumerable<T> items, int threads, Action<T> action, CancellationToken cancellationToken)
    {
        var options = new ParallelOptions { MaxDegreeOfParallelism = Math.Max(1, threads), CancellationToken = cancellationToken };
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
}
