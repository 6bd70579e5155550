using System;

namespace Solar;

/// <summary>Declares a merge: differences from the base: the largest are kept, a sign is elected, those that agree are averaged (TIES, Yadav et al. 2023).</summary>
/// <param name="models">What is merged: models, stages or merges; without the base.</param>
/// <example><c>[Ties(typeof(B), typeof(C), Base = typeof(A), Weights = [0.5, 0.3], Density = 0.5)]</c></example>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class TiesAttribute(params Type[] models) : BasedMergeAttribute(models)
{
    /// <summary>Factor of every model's difference from the base. Default: 1.</summary>
    public double Weight { get; set; } = 1;

    /// <summary>One weight a model, in their order; empty where Weight is for all.</summary>
    public double[] Weights { get; set; } = [];

    /// <summary>Share of every model's differences that is kept, above 0 and at most 1. Default: 1.</summary>
    public double Density { get; set; } = 1;

    /// <summary>One density a model, in their order; empty where Density is for all.</summary>
    public double[] Densities { get; set; } = [];

    /// <summary>Whether the weighted sum is divided by the sum of the weights. Default: true.</summary>
    public bool Normalize { get; set; } = true;

    /// <summary>Whether what is kept of a difference is scaled up to its former sum of magnitudes. Default: false.</summary>
    public bool Rescale { get; set; }

    /// <summary>Factor of the merged difference before it is added to the base. Default: 1.</summary>
    public double Lambda { get; set; } = 1;
}
