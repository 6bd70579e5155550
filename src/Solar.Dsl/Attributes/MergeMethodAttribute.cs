using System;

namespace Solar;

/// <summary>Marks a static method as a merge method of your own, for <see cref="CustomMergeAttribute"/>.</summary>
/// <remarks>Its signature is that of <c>Solar.Runtime.Checkpoints.Merging.MergeFunction</c>: it gets the values of one tensor of every model as
/// spans, and writes those of the result.</remarks>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class MergeMethodAttribute : Attribute;
