using System;

namespace Solar;

/// <summary>One declaration of an assembly in canonical form. Written by the generator, so that programs which reference the assembly can build on it.</summary>
/// <remarks>A compiler reads these and never scans types. It ignores versions that it does not know.</remarks>
/// <param name="version">Version of the canonical form.</param>
/// <param name="name">Full name of the declared class.</param>
/// <param name="declaration">The declaration as canonical JSON.</param>
[AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
public sealed class SolarCatalogAttribute(int version, string name, string declaration) : Attribute
{
    /// <summary>Version of the canonical form.</summary>
    public int Version { get; } = version;

    /// <summary>Full name of the declared class.</summary>
    public string Name { get; } = name;

    /// <summary>The declaration as canonical JSON.</summary>
    public string Declaration { get; } = declaration;
}
