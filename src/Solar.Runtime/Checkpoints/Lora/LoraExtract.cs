using System;
using System.Collections.Generic;

namespace Solar.Runtime.Checkpoints.Lora;

/// <summary>What is extracted of the difference of two checkpoints.</summary>
/// <param name="Rank">Greatest rank of a module's factors; less where the module is smaller.</param>
public sealed record LoraExtract(int Rank)
{
    /// <summary>
    /// Share of a difference's squared norm that its factors have to keep: the least rank that does, up to <see cref="Rank"/>. Null for that rank
    /// everywhere. It takes twice the time, since ranks decide what is written.
    /// </summary>
    public double? Energy { get; init; }

    /// <summary>Modules by the ends of their names, such as <c>q_proj</c>; empty for every linear map of a layer.</summary>
    public IReadOnlyList<string> Targets { get; init; } = [];

    /// <summary>Modules that the adapter holds whole (PEFT's <c>modules_to_save</c>), such as <c>lm_head</c> or <c>norm</c>.</summary>
    public IReadOnlyList<string> Saved { get; init; } = [];

    /// <summary>Seed of the directions in which the decomposition looks first.</summary>
    public long Seed { get; init; }

    /// <summary>What <c>base_model_name_or_path</c> says; null for nothing.</summary>
    public string? BaseName { get; init; }

    /// <summary>Throws where a number is outside of its range.</summary>
    /// <exception cref="ArgumentException">It is.</exception>
    internal void Check()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Rank, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Rank, 1 << 14);
        if (Energy is { } energy && !(energy > 0 && energy <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(Energy), energy, "A share lies above 0 and up to 1.");
        }
    }
}

/// <summary>An adapter that was extracted.</summary>
/// <param name="Directory">Where it is.</param>
/// <param name="Plan">What was done.</param>
/// <param name="Resumed">Number of tensors that an earlier run had made.</param>
/// <param name="Manifest">How it was made, as written to solar.json.</param>
public sealed record LoraExtraction(string Directory, BuildPlan Plan, int Resumed, CheckpointManifest Manifest)
{
    /// <summary>The rank of each module that has factors.</summary>
    public IReadOnlyList<KeyValuePair<string, int>> Ranks { get; init; } = [];

    /// <summary>Tensors that differ, and of which the adapter has nothing: it gives the base's.</summary>
    public IReadOnlyList<string> LeftOut { get; init; } = [];
}
