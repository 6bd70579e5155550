using System;
using System.Collections.Generic;
using System.Runtime.ExceptionServices;
using System.Threading.Tasks;

namespace Solar.Runtime.Training.Data;

/// <summary>Work on the items of a stream by several threads, whose results come as those of one thread would: in order, up to the first failure.</summary>
internal static class OrderedParallel
{
    // So much is read before it is worked on: enough that threads seldom wait for each other, and little beside what else is in memory.
    private const int MostItems = 1024;
    private const long MostWeight = 1 << 22;

    /// <summary>What is made of each item.</summary>
    /// <param name="items">The items; they are read by one thread.</param>
    /// <param name="map">Makes something of an item; called by several threads at once.</param>
    /// <param name="weight">What an item takes of the 4 Mi that are held at once.</param>
    /// <param name="threads">Number of threads; with 1 each item is worked on before the next is read.</param>
    public static IEnumerable<TResult> Select<TItem, TResult>(IEnumerable<TItem> items, Func<TItem, TResult> map, Func<TItem, long> weight, int threads)
    {
        using IEnumerator<TItem> next = items.GetEnumerator();
        var read = new List<TItem>();
        ExceptionDispatchInfo? failure = null;
        for (bool isMore = true; isMore;)
        {
            read.Clear();
            long held = 0;
            try
            {
                while (read.Count < (threads > 1 ? MostItems : 1) && held < MostWeight && (isMore = next.MoveNext()))
                {
                    read.Add(next.Current);
                    held += weight(next.Current);
                }
            }
            catch (Exception thrown)
            {
                failure = ExceptionDispatchInfo.Capture(thrown);
                isMore = false;
            }

            foreach ((TResult? result, ExceptionDispatchInfo? thrown) in Map(read, map, threads))
            {
                thrown?.Throw();
                yield return result!;
            }
        }

        failure?.Throw();
    }

    private static (TResult? Result, ExceptionDispatchInfo? Thrown)[] Map<TItem, TResult>(List<TItem> items, Func<TItem, TResult> map, int threads)
    {
        var results = new (TResult?, ExceptionDispatchInfo?)[items.Count];
        if (threads == 1)
        {
            for (int i = 0; i < items.Count; i++)
            {
                results[i] = (map(items[i]), null);
            }
        }
        else
        {
            Parallel.For(0, items.Count, new ParallelOptions { MaxDegreeOfParallelism = threads }, i =>
            {
                try
                {
                    results[i] = (map(items[i]), null);
                }
                catch (Exception thrown)
                {
                    results[i] = (default, ExceptionDispatchInfo.Capture(thrown));
                }
            });
        }

        return results;
    }
}
