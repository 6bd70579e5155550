using System;

namespace Solar;

/// <summary>Declares a merge: the weighted mean of checkpoints, tensor by tensor.</summary>
/// <param name="models">What is merged: models, stages or merges.</param>
/// <example><c>[Linear(typeof(A), typeof(B), Weights = [0.7, 0.3])]</c></example>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class LinearAttribute(params Type[] models) : MergeAttribute(models)
{
    /// <summary>Weight of every model, where Weights lists none. Default: 1.</summary>
    public double Weight { get; set; } = 1;

    /// <summary>One weight a model, in their order; empty where Weight is for all.</summary>
    public double[] Weights { get; set; } = [];

    /// <summary>Whether the weighted sum is divided by the sum of the weights. Default: true.</summary>
    public bool Normalize { get; set; } = true;
}
