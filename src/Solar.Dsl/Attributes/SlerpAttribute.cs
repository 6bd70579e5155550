using System;

namespace Solar;

/// <summary>Declares a merge: spherical interpolation between two checkpoints: along the arc instead of the chord (Shoemake 1985).</summary>
/// <param name="models">The two: models, stages or merges.</param>
/// <example><c>[Slerp(typeof(A), typeof(B), T = 0.4)]</c></example>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class SlerpAttribute(params Type[] models) : MergeAttribute(models)
{
    /// <summary>Where between the two: 0 gives the first model, 1 the second. It must be written, here or by [MergeParameter].</summary>
    public double T { get; set; }
}
