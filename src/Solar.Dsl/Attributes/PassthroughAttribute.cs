using System;

namespace Solar;

/// <summary>Declares a merge: one checkpoint as it is, or scaled.</summary>
/// <param name="models">The one: a model, stage or merge.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class PassthroughAttribute(params Type[] models) : MergeAttribute(models)
{
    /// <summary>Factor of the tensors; not written, they are copied as they are.</summary>
    public double Scale { get; set; }

    /// <summary>One scale a model; empty where Scale is for all.</summary>
    public double[] Scales { get; set; } = [];
}
