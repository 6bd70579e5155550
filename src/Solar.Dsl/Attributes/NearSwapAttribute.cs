using System;

namespace Solar;

/// <summary>Declares a merge: the first checkpoint, drawn to the second where the two are near.</summary>
/// <param name="models">The two: models, stages or merges.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class NearSwapAttribute(params Type[] models) : MergeAttribute(models)
{
    /// <summary>Distance within which the second model's value is taken. It must be written, here or by [MergeParameter].</summary>
    public double T { get; set; }
}
