using System.Globalization;
using Solar.Specs;

namespace Solar.Validation;

/// <summary>A change of what was written that puts a finding right, where that is mechanical; an editor offers it as a code fix.</summary>
/// <param name="Title">What it does, as the editor shows it, such as <c>Expect 48 layers</c>.</param>
/// <param name="Edits">The changes; none overlaps another.</param>
/// <remarks>It names elements, as findings do, so that one mend serves attributes and YAML.</remarks>
public sealed record Mend(string Title, EquatableArray<MendEdit> Edits)
{
    /// <summary>A mend of one element.</summary>
    public static Mend Replace(string title, string element, string text) => new(title, EquatableArray.Of(new MendEdit(element, text)));

    /// <summary>A mend of the very text that the finding marks.</summary>
    public static Mend ReplaceMarked(string title, string text) => new(title, EquatableArray.Of(new MendEdit(Element: null, text)));

    /// <summary>Puts the word in the place of a misspelt one that the finding marks.</summary>
    public static Mend Spell(string word) => ReplaceMarked($"Write '{word}'", word);

    /// <summary>Adds text before a place.</summary>
    public static Mend Insert(string title, SourceLocation at, string text) =>
        new(title, EquatableArray.Of(new MendEdit(Element: null, text) { At = at with { Length = 0, EndLine = at.StartLine, EndColumn = at.StartColumn } }));

    /// <summary>Adds a key behind an element.</summary>
    /// <param name="title">What it does.</param>
    /// <param name="element">The element.</param>
    /// <param name="key">The key with its value, as each notation has it.</param>
    public static Mend Add(string title, string element, AddedKey key) => new(title, EquatableArray.Of(new MendEdit(element, "") { Added = key }));

    /// <summary>A whole number as both C# and YAML take it, in groups of three digits: <c>10_731_524_096</c>.</summary>
    public static string Number(long value) =>
        System.Math.Abs(value) < 10_000
            ? value.ToString(CultureInfo.InvariantCulture)
            : value.ToString("N0", CultureInfo.InvariantCulture).Replace(',', '_');
}

/// <summary>One replaced piece of text.</summary>
/// <param name="Element">The element whose text is replaced; null for what the finding marks.</param>
/// <param name="Text">What stands there afterwards.</param>
public sealed record MendEdit(string? Element, string Text)
{
    /// <summary>The place itself, where the front end knew it.</summary>
    public SourceLocation? At { get; init; }

    /// <summary>The key that is added behind the element, which then stays as it is; null where the element is replaced.</summary>
    public AddedKey? Added { get; init; }
}
