using System;

namespace Solar;

/// <summary>
/// Declares an architecture by a Hugging Face <c>config.json</c>, which the project hands over:
/// <c>&lt;AdditionalFiles Include="mistral/config.json" /&gt;</c>.
/// </summary>
/// <param name="path">The file's path, or the end of it.</param>
/// <remarks>It becomes the declaration of the file's family; keys that are neither known nor bookkeeping are errors, at their place in the file.</remarks>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class FromConfigAttribute(string path) : Attribute
{
    /// <summary>The file's path, or the end of it.</summary>
    public string Path { get; } = path;

    /// <summary>Keys that are known to say nothing about tensors or numbers.</summary>
    public string[] Ignore { get; set; } = [];
}
