using System;

namespace Solar;

/// <summary>
/// Adds layers to a merge whose layers are not merged number by number: the next layers of the result are merged from these. Slices stand
/// on each other in the order in which they are written.
/// </summary>
/// <param name="layers">One half-open range a model, in the order of the models, such as <c>"0..8"</c>; empty where the model takes no part.</param>
/// <example><c>[Linear(typeof(A), typeof(A)), MergeSlice("0..8", "8..16"), MergeSlice("16..24", "24..32")]</c> halves a model.</example>
[AttributeUsage(AttributeTargets.Class, Inherited = false, AllowMultiple = true)]
public sealed class MergeSliceAttribute(params string[] layers) : Attribute
{
    /// <summary>One range a model.</summary>
    public string[] Layers { get; } = layers;

    /// <summary>Layers of the base, where the merge has one.</summary>
    public string? Base { get; set; }
}
