using System;

namespace Solar.Lab.Building;

/// <summary>Hears of a build, from any thread.</summary>
internal interface IBuildObserver
{
    /// <summary>A node is there already.</summary>
    void Skipped(BuildNode node);

    /// <summary>A node is being made.</summary>
    void Started(BuildNode node, BuildState state);

    /// <summary>Receives how far a node is.</summary>
    IProgress<BuildProgress> ProgressOf(BuildNode node);

    /// <summary>A node was made.</summary>
    void Finished(BuildNode node, BuildRecord record);
}
