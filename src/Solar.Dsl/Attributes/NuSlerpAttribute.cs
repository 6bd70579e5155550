using System;

namespace Solar;

/// <summary>Declares a merge: spherical interpolation of two checkpoints by their weights; with a base, of the differences from it.</summary>
/// <param name="models">The two: models, stages or merges; without the base.</param>
/// <example><c>[NuSlerp(typeof(A), typeof(B), Weights = [0.6, 0.4])]</c></example>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class NuSlerpAttribute(params Type[] models) : BasedMergeAttribute(models)
{
    /// <summary>Weight of every model, where Weights lists none. Default: 1.</summary>
    public double Weight { get; set; } = 1;

    /// <summary>One weight a model, in their order; empty where Weight is for all.</summary>
    public double[] Weights { get; set; } = [];

    /// <summary>Whether a tensor is taken as one vector. Default: true.</summary>
    public bool NuslerpFlatten { get; set; } = true;

    /// <summary>Whether the vectors of a tensor that is not flattened are its rows; else its columns. Default: false.</summary>
    public bool NuslerpRowWise { get; set; }
}
