using System;

namespace Solar;

/// <summary>Declares a model with each layer several times in its place: 0, 0, 1, 1, and so on.</summary>
/// <param name="base">The model, stage or merge.</param>
/// <example><c>[Interleave(typeof(Small), Range = "8..24")]</c></example>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class InterleaveAttribute(Type @base) : Attribute
{
    /// <summary>The model, stage or merge.</summary>
    public Type Base { get; } = @base;

    /// <summary>How often each layer stands there; 2 where it is not written.</summary>
    public int Copies { get; set; } = 2;

    /// <summary>The layers that are doubled; all where it is not written.</summary>
    public string? Range { get; set; }
}
