using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;

namespace Solar.Lab.Evaluation.Python;

/// <summary>What Python's <c>str</c> does where .NET's <see cref="string"/> does something else; prompts are compared to the byte.</summary>
public static class PythonText
{
    /// <summary>The number of code points: <c>len(text)</c>. A character outside the basic plane counts once.</summary>
    public static int Length(string text)
    {
        ArgumentNullException.ThrowIfNull(text);

        int pairs = 0;
        for (int i = 1; i < text.Length; i++)
        {
            if (char.IsSurrogatePair(text[i - 1], text[i]))
            {
                pairs++;
                i++;
            }
        }

        return text.Length - pairs;
    }

    /// <summary>Whether a character is white space to Python: .NET's, and the four separators U+001C to U+001F.</summary>
    public static bool IsSpace(char character) => char.IsWhiteSpace(character) || character is >= '\u001C' and <= '\u001F';

    /// <summary>The text without white space at its ends: <c>text.strip()</c>.</summary>
    public static string Strip(string text)
    {
        ArgumentNullException.ThrowIfNull(text);

        int start = 0, end = text.Length;
        while (start < end && IsSpace(text[start]))
        {
            start++;
        }

        while (end > start && IsSpace(text[end - 1]))
        {
            end--;
        }

        return text[start..end];
    }

    /// <summary>The number of pieces between runs of white space, empty ones at the ends among them: <c>len(re.split(r"\s+", text))</c>.</summary>
    public static long SplitCount(string text)
    {
        ArgumentNullException.ThrowIfNull(text);

        long pieces = 1;
        bool wasSpace = false;
        foreach (char character in text)
        {
            bool isSpace = IsSpace(character);
            pieces += isSpace && !wasSpace ? 1 : 0;
            wasSpace = isSpace;
        }

        return pieces;
    }

    /// <summary>The first character in title case and all others in lower case: <c>text.capitalize()</c>.</summary>
    public static string Capitalize(string text)
    {
        ArgumentNullException.ThrowIfNull(text);

        var capitalized = new StringBuilder(text.Length);
        Rune[] runes = [.. text.EnumerateRunes()];
        for (int i = 0; i < runes.Length; i++)
        {
            capitalized.Append(i == 0 ? PythonCasing.Title(runes[0]) : Lower(runes, i));
        }

        return capitalized.ToString();
    }

    private static string Lower(IReadOnlyList<Rune> runes, int index) => runes[index].Value switch
    {
        0x130 => "i\u0307",
        0x3A3 => IsFinal(runes, index) ? "ς" : "σ",
        _ => Rune.ToLowerInvariant(runes[index]).ToString(),
    };

    // Unicode's Final_Sigma: after a letter with case and not before one, whatever ignorable stands between.
    private static bool IsFinal(IReadOnlyList<Rune> runes, int index) => HasCaseBeside(runes, index, -1) && !HasCaseBeside(runes, index, 1);

    private static bool HasCaseBeside(IReadOnlyList<Rune> runes, int index, int step)
    {
        for (int i = index + step; i >= 0 && i < runes.Count; i += step)
        {
            switch (Rune.GetUnicodeCategory(runes[i]))
            {
                case UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter:
                    return true;
                case UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format
                    or UnicodeCategory.ModifierLetter or UnicodeCategory.ModifierSymbol:
                case var _ when runes[i].Value is '\'' or '.' or ':' or '·' or '’' or '‘':
                    continue;
                default:
                    return false;
            }
        }

        return false;
    }
}
