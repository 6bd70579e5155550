using System;
using System.Collections.Generic;
using Solar.Plans;

namespace Solar.Runtime.Checkpoints.Merging;

/// <summary>
/// A checkpoint to be made by merging others: everything but the bytes. It comes from an emitted merge or from a recipe that was only just
/// read, and neither libtorch nor a module has a part in it.
/// </summary>
public sealed record CheckpointMerge
{
    /// <summary>Full name of the merge.</summary>
    public required string Name { get; init; }

    /// <summary>The tensors of its model, in the order of the forward pass; a tied head is none of them.</summary>
    public required IReadOnlyList<TensorShape> Tensors { get; init; }

    /// <summary>The text of its config.json.</summary>
    public required string Config { get; init; }

    /// <summary>What is merged of what.</summary>
    public required MergeRecipe Recipe { get; init; }

    /// <summary>The user's own method, where the recipe names one.</summary>
    public MergeFunction? Function { get; init; }

    /// <summary>The declaration as canonical JSON.</summary>
    public string? Declaration { get; init; }

    /// <summary>The recipe in canonical form.</summary>
    public string? RecipeText { get; init; }
}

/// <summary>What a caller can say about the making of a merge.</summary>
public sealed record MergeOptions
{
    /// <summary>Greatest number of tensor bytes in one file.</summary>
    public long MaxShardSize { get; init; } = CheckpointWriter.DefaultShardSize;

    /// <summary>By what tensors are identified in the manifest.</summary>
    public ContentHash Hash { get; init; }

    /// <summary>How many tensors are merged at the same time. It changes no byte of the result.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>Whether a cancelled or failed run leaves what it has to a later one. A killed one always does.</summary>
    public bool KeepUnfinished { get; init; }

    /// <summary>Told how many of the result's bytes are done, and how many there are.</summary>
    public IProgress<(long Done, long Total)>? Progress { get; init; }
}

/// <summary>A checkpoint that was merged.</summary>
/// <param name="Directory">Where it is.</param>
/// <param name="Plan">What was done.</param>
/// <param name="Resumed">Number of tensors that an earlier run had made.</param>
/// <param name="Manifest">How it was made, as written to solar.json.</param>
public sealed record MergeResult(string Directory, BuildPlan Plan, int Resumed, CheckpointManifest Manifest);
