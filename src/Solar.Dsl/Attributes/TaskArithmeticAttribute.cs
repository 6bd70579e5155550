using System;

namespace Solar;

/// <summary>Declares a merge: the base plus the weighted sum of the differences from it (Ilharco et al. 2022).</summary>
/// <param name="models">What is merged: models, stages or merges; without the base.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class TaskArithmeticAttribute(params Type[] models) : BasedMergeAttribute(models)
{
    /// <summary>Factor of every model's difference from the base. Default: 1.</summary>
    public double Weight { get; set; } = 1;

    /// <summary>One weight a model, in their order; empty where Weight is for all.</summary>
    public double[] Weights { get; set; } = [];

    /// <summary>Whether the weighted sum is divided by the sum of the weights. Default: false.</summary>
    public bool Normalize { get; set; }

    /// <summary>Factor of the merged difference before it is added to the base. Default: 1.</summary>
    public double Lambda { get; set; } = 1;
}
