using System;

namespace Solar.Compiler.Reading.Yaml;

/// <summary>Bounds within which every program fits, and no hostile file can exhaust memory, stack or patience.</summary>
internal static class YamlLimits
{
    /// <summary>Levels of nested lists and mappings, and of nested recipes.</summary>
    public const int Depth = 64;

    /// <summary>Nodes of one file.</summary>
    public const int Nodes = 1_000_000;

    /// <summary>Entries that merge keys may copy in one file.</summary>
    public const int MergedEntries = 100_000;
}

/// <summary>A bound is passed, or the events of a file do not fit together: nothing more can be read.</summary>
internal sealed class YamlLimitException(string message, TextRange range) : Exception(message)
{
    /// <summary>Where.</summary>
    public TextRange Range { get; } = range;
}
