using TorchSharp.Modules;

namespace Solar.Runtime.Checkpoints;

/// <summary>Where a model's <c>Bind</c> takes its parameters from, each by name and checked shape.</summary>
public abstract class ParameterSource
{
    /// <summary>The parameter of that name.</summary>
    /// <param name="name">Its Hugging Face name.</param>
    /// <param name="shape">The shape that it has to have; nothing is broadcast.</param>
    /// <returns>A parameter that belongs to the caller and survives dispose scopes.</returns>
    public abstract Parameter Take(string name, params long[] shape);
}
