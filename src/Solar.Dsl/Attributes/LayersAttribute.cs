using System;

namespace Solar;

/// <summary>Declares a model of layer ranges of another, one after the other.</summary>
/// <param name="base">Where the layers come from: a model, stage or merge.</param>
/// <param name="ranges">Half-open ranges as C# writes them: <c>0..24</c>, <c>8..</c>, <c>^8..</c>, <c>..^4</c>.</param>
/// <example><c>[Layers(typeof(SolarBase), "0..24", "8..32")]</c></example>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class LayersAttribute(Type @base, params string[] ranges) : Attribute
{
    /// <summary>Where the layers come from: a model, stage or merge.</summary>
    public Type Base { get; } = @base;

    /// <summary>Half-open ranges as C# writes them: <c>0..24</c>, <c>8..</c>, <c>^8..</c>, <c>..^4</c>.</summary>
    public string[] Ranges { get; } = ranges;
}
