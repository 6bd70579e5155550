using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;

namespace Solar.Lab.Building;

/// <summary>How far a whole build is, and how long it will go on: by the work that was done since it began, whatever was done beside what.</summary>
/// <param name="nodes">What is to be there.</param>
/// <param name="work">The work of a node; null of a stage of which nobody knows yet, which counts as the mean of the other stages.</param>
/// <param name="time">The time.</param>
internal sealed class BuildClock(IReadOnlyList<BuildNode> nodes, Func<BuildNode, double?> work, TimeProvider time)
{
    // Before so much is done the figure would jump about.
    private const double ShownShare = 0.01;

    private static readonly TimeSpan Shown = TimeSpan.FromSeconds(2);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, (double Begun, double Share)> _shares = new(StringComparer.Ordinal);
    private readonly HashSet<string> _interrupted = new(StringComparer.Ordinal);
    private long? _began;

    /// <summary>A node is there, without anything to do.</summary>
    public void Skipped(BuildNode node)
    {
        lock (_lock)
        {
            _shares[node.Name] = (1, 1);
        }
    }

    /// <summary>A node is begun.</summary>
    /// <param name="node">The node.</param>
    /// <param name="goesOn">Whether some of it was done by an earlier run, as its first report will say.</param>
    public void Started(BuildNode node, bool goesOn)
    {
        lock (_lock)
        {
            _ = goesOn && _interrupted.Add(node.Name);
            if (node.Kind == BuildKind.Stage)
            {
                _began ??= time.GetTimestamp();
            }
        }
    }

    /// <summary>A share of a node is done.</summary>
    public void Report(BuildNode node, double share)
    {
        lock (_lock)
        {
            bool isKnown = _shares.TryGetValue(node.Name, out (double Begun, double Share) known);
            _shares[node.Name] = (isKnown ? known.Begun : _interrupted.Contains(node.Name) ? share : 0, share);
        }
    }

    /// <summary>A node was made.</summary>
    public void Finished(BuildNode node) => Report(node, 1);

    /// <summary>Share of the whole that is done.</summary>
    public double Share
    {
        get
        {
            lock (_lock)
            {
                (double done, double left, double before) = Sums();
                return (done + before) / (done + before + left);
            }
        }
    }

    /// <summary>Seconds that are left of the whole; null where nothing can be said yet.</summary>
    public double? Left
    {
        get
        {
            lock (_lock)
            {
                (double done, double left, _) = Sums();
                return _began is { } began && done >= ShownShare * (done + left) && time.GetElapsedTime(began) is var elapsed && elapsed >= Shown
                    ? elapsed.TotalSeconds * left / done
                    : null;
            }
        }
    }

    private (double Done, double Left, double Before) Sums()
    {
        double?[] each = [.. nodes.Select(work)];
        double mean = each.Where(one => one > 0).Average() ?? 1;
        bool hasStages = each.Any(one => one is null or > 0);
        double done = 0, left = 0, before = 0;
        for (int i = 0; i < nodes.Count; i++)
        {
            (double begun, double share) = _shares.GetValueOrDefault(nodes[i].Name);
            double own = hasStages ? each[i] ?? mean : 1;
            done += own * (share - begun);
            left += own * (1 - share);
            before += own * begun;
        }

        return (done, left, before);
    }
}
