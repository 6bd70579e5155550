using System;
using System.Collections.Generic;
using System.Text;
using System.Text.RegularExpressions;
using Solar.Specs;

namespace Solar.Compiler.Emitting;

/// <summary>
/// Writes in full those type names of a finished file that mean something else in the user's program.
/// Done on the text, so that the shapes in the emitters, and the code of everybody without such a clash, stay readable.
/// </summary>
internal static class NameGuard
{
    private static readonly Regex Cref = new(@"(cref="")(\w+)", RegexOptions.CultureInvariant);

    /// <summary>The text with every taken name qualified, but for comments (except <c>cref</c>), texts and members.</summary>
    public static string Qualify(string text, EquatableArray<string> takenNames)
    {
        var taken = new HashSet<string>(takenNames);
        if (taken.Count == 0)
        {
            return text;
        }

        var qualified = new StringBuilder(text.Length + 256);
        int at = 0;
        while (at < text.Length)
        {
            int end = TokenEnd(text, at);
            string token = text.Substring(at, end - at);
            // Nothing is assigned to a type: such a name is a property in an initializer.
            bool isMember = (at > 0 && text[at - 1] == '.') || Starts(text, end, " = ");
            qualified.Append(token.StartsWith("//", StringComparison.Ordinal)
                ? Cref.Replace(token, match => match.Groups[1].Value + InFull(match.Groups[2].Value, taken))
                : isMember ? token : InFull(token, taken));
            at = end;
        }

        return qualified.ToString();
    }

    private static string InFull(string name, HashSet<string> taken) =>
        taken.Contains(name) && EmittedNames.FullName(name) is { } full ? "global::" + full : name;

    // The end of the identifier, text, comment or single character that begins here.
    private static int TokenEnd(string text, int at)
    {
        char c = text[at];
        if (char.IsLetter(c) || c is '_' or '@')
        {
            int end = at + 1;
            while (end < text.Length && (char.IsLetterOrDigit(text[end]) || text[end] == '_'))
            {
                end++;
            }

            return end;
        }

        if (c == '"')
        {
            return Starts(text, at, "\"\"\"") ? After(text, at + 3, "\"\"\"") : QuotedEnd(text, at);
        }

        return Starts(text, at, "//") ? text.IndexOf('\n', at) : at + 1;
    }

    private static int QuotedEnd(string text, int at)
    {
        int end = at + 1;
        while (text[end] != '"')
        {
            end += text[end] == '\\' ? 2 : 1;
        }

        return end + 1;
    }

    private static int After(string text, int from, string mark) => text.IndexOf(mark, from, StringComparison.Ordinal) + mark.Length;

    private static bool Starts(string text, int at, string mark) => string.CompareOrdinal(text, at, mark, 0, mark.Length) == 0;
}
