using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace Solar.Lab.Building;

/// <summary>
/// Builds a graph: each node as soon as its inputs are there, and only where what it follows from has changed. A node whose inputs were built
/// again with the same result is not built again.
/// </summary>
/// <param name="graph">What is to be there.</param>
/// <param name="judge">Says how nodes stand.</param>
/// <param name="records">Keeps what was built.</param>
/// <param name="worker">Makes the files.</param>
/// <param name="observer">Hears of each node.</param>
internal sealed class Builder(BuildGraph graph, BuildJudge judge, BuildRecords records, IBuildWorker worker, IBuildObserver observer)
{
    private readonly ConcurrentDictionary<string, string> _outputs = new(StringComparer.Ordinal);

    /// <summary>Builds all nodes.</summary>
    /// <param name="jobs">How many at the same time.</param>
    /// <param name="cancellationToken">Stops; what was begun can be gone on with.</param>
    /// <exception cref="BuildException">A node failed; the others were stopped and can be gone on with.</exception>
    public async Task BuildAsync(int jobs, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var slots = new SemaphoreSlim(jobs);
        BuildException? first = null;
        var tasks = new Dictionary<string, Task>(StringComparer.Ordinal);
        foreach (BuildNode node in graph.Nodes)
        {
            Task[] inputs = [.. node.Inputs.Select(input => tasks[input])];
            tasks.Add(node.Name, Task.Run(() => RunAsync(node, inputs), CancellationToken.None));
        }

        await Task.WhenAll(tasks.Values);
        cancellationToken.ThrowIfCancellationRequested();
        if (first is not null)
        {
            throw first;
        }

        async Task RunAsync(BuildNode node, Task[] inputs)
        {
            await Task.WhenAll(inputs);
            bool hasSlot = false;
            try
            {
                await slots.WaitAsync(stop.Token);
                hasSlot = true;
                await NodeAsync(node, stop.Token);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                // Told by whoever began it.
            }
            catch (Exception fault)
            {
                Interlocked.CompareExchange(ref first, new BuildException(node.SimpleName, fault), null);
                await stop.CancelAsync();
            }
            finally
            {
                if (hasSlot)
                {
                    slots.Release();
                }
            }
        }
    }

    private async Task NodeAsync(BuildNode node, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (node.IsGiven)
        {
            _outputs[node.Name] = judge.Given(node, cancellationToken);
            return;
        }

        BuildInputs inputs = judge.Inputs(node, input => _outputs[input], cancellationToken);
        BuildState state = judge.Judge(node, inputs, cancellationToken);
        if (state.Standing == BuildStanding.Fresh)
        {
            _outputs[node.Name] = state.Output;
            observer.Skipped(node);
            return;
        }

        observer.Started(node, state);
        BuildRecord record = await MakeAsync(node, inputs, state, cancellationToken);
        _outputs[node.Name] = record.Output;
        observer.Finished(node, record);
    }

    private async Task<BuildRecord> MakeAsync(BuildNode node, BuildInputs inputs, BuildState state, CancellationToken cancellationToken)
    {
        bool goesOn = state.Standing == BuildStanding.Interrupted;
        BuildRecord? known = records.Find(node.Name), earlier = goesOn ? known : null;
        UnknownCheckpoint.Refuse(node, known);
        var started = new BuildRecord
        {
            Name = node.Name,
            Kind = node.Kind,
            Key = inputs.Key,
            Inputs = new SortedDictionary<string, string>(inputs.Parts.ToDictionary(), StringComparer.Ordinal),
            Started = earlier?.Started ?? DateTime.UtcNow,
            Cost = earlier?.Cost ?? new BuildCost(),
        };
        if (earlier is not null && node.Kind != BuildKind.Step && FinishedCheckpoint.Is(node.Directory, earlier.Started))
        {
            return Keep(started);
        }

        records.Write(started);
        long began = TimeProvider.System.GetTimestamp();
        try
        {
            BuildCost cost = await worker.RunAsync(node, goesOn, observer.ProgressOf(node), cancellationToken);
            return Keep(started with { Cost = (cost with { Seconds = Seconds(began) }).After(started.Cost) });
        }
        catch
        {
            // The time of a run that was cut off belongs to the cost of what it began.
            records.Write(started with { Cost = new BuildCost { Seconds = Seconds(began) }.After(started.Cost) });
            throw;
        }

        BuildRecord Keep(BuildRecord record)
        {
            BuildRecord whole = record with { Output = judge.Output(node, CancellationToken.None), Finished = DateTime.UtcNow };
            records.Write(whole);
            return whole;
        }
    }

    private static double Seconds(long began) => Math.Round(TimeProvider.System.GetElapsedTime(began).TotalSeconds, 3);
}
