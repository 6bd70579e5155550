using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace Solar.Compiler.Reading;

/// <summary>Which words C# takes for names.</summary>
internal static class CSharpNames
{
    private static readonly HashSet<string> Keywords = new(
        ("abstract as base bool break byte case catch char checked class const continue decimal default delegate do double else enum event explicit "
        + "extern false finally fixed float for foreach goto if implicit in int interface internal is lock long namespace new null object operator out "
        + "override params private protected public readonly ref return sbyte sealed short sizeof stackalloc static string struct switch this throw true "
        + "try typeof uint ulong unchecked unsafe ushort using virtual void volatile while").Split(' '),
        StringComparer.Ordinal);

    // Keywords in their places alone, by which no type may be called, or which mean something else where a type stands.
    private static readonly HashSet<string> ContextualKeywords = new(
        ("await dynamic extension field file global managed nameof nint notnull nuint partial record required scoped unmanaged when where with yield").Split(' '),
        StringComparer.Ordinal);

    /// <summary>Whether a word names something only behind <c>@</c>, always or in some places.</summary>
    public static bool NeedsEscape(string word) => Keywords.Contains(word) || ContextualKeywords.Contains(word);

    /// <summary>Why a word cannot name a class; null where it can.</summary>
    public static string? Fault(string name) => name switch
    {
        "" => "it has no name",
        "var" => "its name is 'var', which emitted code needs for itself",
        _ when Keywords.Contains(name) => "its name is a keyword of C#",
        _ when !IsIdentifier(name) => "its name is no identifier of C#: letters, digits and '_', not beginning with a digit",
        _ => null,
    };

    /// <summary>Whether a name is dotted identifiers, such as <c>Paper.Models</c>.</summary>
    public static bool IsQualified(string name) => name.Split('.').All(part => Fault(part) is null);

    /// <summary>Whether an identifier may begin with this character.</summary>
    public static bool IsStart(char c) => c == '_' || char.IsLetter(c) || char.GetUnicodeCategory(c) == UnicodeCategory.LetterNumber;

    /// <summary>Whether an identifier may go on with this character.</summary>
    public static bool IsPart(char c) => IsStart(c) || char.GetUnicodeCategory(c)
        is UnicodeCategory.DecimalDigitNumber or UnicodeCategory.ConnectorPunctuation or UnicodeCategory.NonSpacingMark
        or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.Format;

    private static bool IsIdentifier(string name) => IsStart(name[0]) && name.All(IsPart);
}
