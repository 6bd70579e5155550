using System;

namespace Solar;

/// <summary>Declares a merge: differences from the base: those that vary most are selected, weighted by their squares, minority signs are erased (Wan et al. 2024).</summary>
/// <param name="models">What is merged: models, stages or merges; without the base.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class SceAttribute(params Type[] models) : BasedMergeAttribute(models)
{
    /// <summary>Share of positions that are selected, above 0 and at most 1. Default: 1.</summary>
    public double SelectTopk { get; set; } = 1;
}
