using System;

namespace Solar;

/// <summary>
/// Adds a parameter to a merge: for the tensors whose name contains <see cref="Filter"/>, and with several values as a gradient over the
/// layers. Of several that fit a tensor the first counts; what the merge's own attribute says comes last.
/// </summary>
/// <param name="name">The parameter's name as in YAML, such as <c>t</c> or <c>density</c>.</param>
/// <param name="values">One value, or several that are spread evenly over the layers, with straight lines between them; 0 and 1 for false and true.</param>
/// <example><c>[Slerp(typeof(A), typeof(B), T = 0.5), MergeParameter("t", 0, 0.5, 1, Filter = "self_attn")]</c></example>
[AttributeUsage(AttributeTargets.Class, Inherited = false, AllowMultiple = true)]
public sealed class MergeParameterAttribute(string name, params double[] values) : Attribute
{
    /// <summary>The parameter's name as in YAML.</summary>
    public string Name { get; } = name;

    /// <summary>Its values over the layers.</summary>
    public double[] Values { get; } = values;

    /// <summary>Text that the tensor's name must contain. Default: none, it is for every tensor.</summary>
    public string? Filter { get; set; }

    /// <summary>The model that it is for. Default: all.</summary>
    public Type? Model { get; set; }

    /// <summary>The slice that it is for, from 0. Default: -1, for all.</summary>
    public int Slice { get; set; } = -1;
}
