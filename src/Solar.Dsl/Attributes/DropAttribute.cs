using System;

namespace Solar;

/// <summary>Declares a model without some of its layers.</summary>
/// <param name="base">The model, stage or merge.</param>
/// <param name="ranges">What is left out, as half-open ranges.</param>
/// <example><c>[Drop(typeof(Llama2), "21..29")]</c></example>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class DropAttribute(Type @base, params string[] ranges) : Attribute
{
    /// <summary>The model, stage or merge.</summary>
    public Type Base { get; } = @base;

    /// <summary>What is left out, as half-open ranges.</summary>
    public string[] Ranges { get; } = ranges;
}
