using System;

namespace Solar;

/// <summary>Says of a module of one's own that it has a parameter, so that checkpoints are checked before anything runs.</summary>
/// <param name="name">Its name within the module, such as <c>gate.weight</c>.</param>
/// <param name="shape">Its sizes: numbers, keys such as <c>hidden_size</c> and <c>intermediate_size</c>, or sums and products of them such as <c>2*hidden_size + 1</c>.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false, AllowMultiple = true)]
public sealed class ModuleTensorAttribute(string name, params string[] shape) : Attribute
{
    /// <summary>Its name within the module.</summary>
    public string Name { get; } = name;

    /// <summary>Its sizes.</summary>
    public string[] Shape { get; } = shape;
}
