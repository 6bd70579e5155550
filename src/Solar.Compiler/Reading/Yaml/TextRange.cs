namespace Solar.Compiler.Reading.Yaml;

/// <summary>Characters of a file, from <paramref name="Start"/> up to, not including, <paramref name="End"/>.</summary>
internal readonly record struct TextRange(int Start, int End)
{
    /// <summary>Number of characters.</summary>
    public int Length => End - Start;

    /// <summary>Whether there is no character in it.</summary>
    public bool IsEmpty => End <= Start;
}
