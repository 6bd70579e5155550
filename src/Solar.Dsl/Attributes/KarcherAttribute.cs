using System;

namespace Solar;

/// <summary>Declares a merge: the Riemannian (Karcher) mean of checkpoints on the sphere; all count alike.</summary>
/// <param name="models">What is merged: models, stages or merges.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class KarcherAttribute(params Type[] models) : MergeAttribute(models)
{
    /// <summary>Greatest number of steps. Default: 10.</summary>
    public int MaxIter { get; set; } = 10;

    /// <summary>The search ends where a step is shorter than this. Default: 1e-5.</summary>
    public double Tol { get; set; } = 1e-5;
}
