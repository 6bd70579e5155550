using System;

namespace Solar;

/// <summary>Binds a model to weights that exist already.</summary>
/// <param name="location">A folder, or <c>org/name</c> in the local Hugging Face cache.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class WeightsAttribute(string location) : Attribute
{
    /// <summary>A folder, or <c>org/name</c> in the local Hugging Face cache.</summary>
    public string Location { get; } = location;

    /// <summary>Branch, tag or commit in that cache; the default branch where it is not written.</summary>
    public string? Revision { get; set; }
}
