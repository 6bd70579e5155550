using System;

namespace Solar;

/// <summary>Starts a model from the weights of another class with the same tensors. The compiler compares them tensor by tensor.</summary>
/// <param name="source">The model, stage or merge whose weights are taken.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class InitializeFromAttribute(Type source) : Attribute
{
    /// <summary>The model, stage or merge whose weights are taken.</summary>
    public Type Source { get; } = source;
}
