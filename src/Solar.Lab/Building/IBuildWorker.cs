using System;
using System.Threading;
using System.Threading.Tasks;

namespace Solar.Lab.Building;

/// <summary>How far a node is.</summary>
/// <param name="Share">Share that is done, 0 to 1.</param>
/// <param name="Text">Its latest figures, such as loss and learning rate; empty for none.</param>
internal readonly record struct BuildProgress(double Share, string Text = "")
{
    /// <summary>What it will take in all, such as <c>44 steps, 45,056 tokens</c>; null for nothing that could be told.</summary>
    public string? Budget { get; init; }
}

/// <summary>Makes the files of a node whose inputs are there.</summary>
internal interface IBuildWorker
{
    /// <summary>Makes them.</summary>
    /// <param name="node">The node.</param>
    /// <param name="goesOn">Whether an earlier run of the same inputs is gone on with.</param>
    /// <param name="progress">Hears how far it is, from any thread.</param>
    /// <param name="cancellationToken">Stops it; what can be gone on with is left behind.</param>
    /// <returns>What it took, but for the time.</returns>
    Task<BuildCost> RunAsync(BuildNode node, bool goesOn, IProgress<BuildProgress> progress, CancellationToken cancellationToken);
}
