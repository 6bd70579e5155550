namespace Solar.Runtime.Text;

/// <summary>A run of characters (UTF-16) within a text.</summary>
/// <param name="Start">Its first character.</param>
/// <param name="End">Behind its last one.</param>
public readonly record struct CharacterSpan(int Start, int End)
{
    /// <summary>Number of its characters.</summary>
    public int Length => End - Start;

    /// <summary>Whether the two have a character in common.</summary>
    public bool Overlaps(CharacterSpan other) => Start < other.End && other.Start < End;

    /// <summary>Whether all of another one lies within it.</summary>
    public bool Contains(CharacterSpan other) => Start <= other.Start && other.End <= End;
}
