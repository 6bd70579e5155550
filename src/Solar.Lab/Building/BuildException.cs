using System;

namespace Solar.Lab.Building;

/// <summary>Something could not be built. What other nodes had begun can be gone on with.</summary>
/// <param name="node">What.</param>
/// <param name="fault">Why.</param>
internal sealed class BuildException(string node, Exception fault) : Exception($"{node}: {fault.Message}", fault);
