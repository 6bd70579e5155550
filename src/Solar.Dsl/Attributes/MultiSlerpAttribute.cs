using System;

namespace Solar;

/// <summary>Declares a merge: the weighted mean of several checkpoints on the sphere; with a base, of the differences from it.</summary>
/// <param name="models">What is merged: models, stages or merges; without the base.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class MultiSlerpAttribute(params Type[] models) : BasedMergeAttribute(models)
{
    /// <summary>Weight of every model, where Weights lists none. Default: 1.</summary>
    public double Weight { get; set; } = 1;

    /// <summary>One weight a model, in their order; empty where Weight is for all.</summary>
    public double[] Weights { get; set; } = [];

    /// <summary>Whether weights are divided by their sum. Default: true.</summary>
    public bool NormalizeWeights { get; set; } = true;

    /// <summary>Below this a length counts as none. Default: 1e-8.</summary>
    public double Eps { get; set; } = 1e-8;
}
