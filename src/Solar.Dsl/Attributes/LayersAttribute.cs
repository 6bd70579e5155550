using System;

namespace Solar;

/// <summary>Declares a model of layer ranges of one model or of several, one after the other.</summary>
/// <param name="base">Where the first layers come from: a model, stage or merge.</param>
/// <param name="ranges">
/// Half-open ranges as C# writes them: <c>0..24</c>, <c>8..</c>, <c>^8..</c>, <c>..^4</c>. A <c>typeof</c> among them is where the ranges behind it
/// come from.
/// </param>
/// <example><c>[Layers(typeof(SolarBase), "0..24", "8..32")]</c>, <c>[Layers(typeof(A), "0..16", typeof(B), "8..24", Embeddings = typeof(A))]</c></example>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class LayersAttribute(Type @base, params object[] ranges) : Attribute
{
    /// <summary>Where the first layers come from: a model, stage or merge.</summary>
    public Type Base { get; } = @base;

    /// <summary>Half-open ranges as C# writes them, and the further models between them.</summary>
    public object[] Ranges { get; } = ranges;

    /// <summary>Whose embeddings it has; those of the first model where it is not written.</summary>
    public Type? Embeddings { get; set; }

    /// <summary>Whose final norm it has; that of the last model where it is not written.</summary>
    public Type? Norm { get; set; }

    /// <summary>Whose head it has; that of the last model where it is not written.</summary>
    public Type? Head { get; set; }
}
