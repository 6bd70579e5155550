using System;

namespace Solar;

/// <summary>Declares whole copies of a model on each other (StackBERT, G_stack).</summary>
/// <param name="base">The model, stage or merge.</param>
/// <param name="copies">How many.</param>
/// <example><c>[Stack(typeof(Small), 4)]</c></example>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class StackAttribute(Type @base, int copies) : Attribute
{
    /// <summary>The model, stage or merge.</summary>
    public Type Base { get; } = @base;

    /// <summary>How many.</summary>
    public int Copies { get; } = copies;
}
