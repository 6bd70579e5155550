using System.Collections.Generic;
using System.Linq;
using Solar.Specs;
using Solar.Validation;

namespace Solar.Compiler.Reading;

/// <summary>The ends of messages about words that are not known.</summary>
internal static class Suggestion
{
    private const int LongestWord = 64;
    private const int LongestList = 12;

    /// <summary><c>; did you mean 'x'?</c>, else, of a short list, <c>; known are 'x' and 'y'</c>, else nothing.</summary>
    public static string For(string word, IReadOnlyList<string> candidates)
    {
        if (Nearest(word, candidates) is { } nearest)
        {
            return $"; did you mean '{nearest}'?";
        }

        return candidates.Count is > 0 and <= LongestList ? $"; known are {List(candidates, "and")}" : "";
    }

    /// <summary>What puts a misspelt word right: the nearest known one in its place. None where none is near.</summary>
    public static object[] Mends(string word, IReadOnlyList<string> candidates) => Nearest(word, candidates) is { } nearest ? [Mend.Spell(nearest)] : [];

    /// <summary><c>'a', 'b' and 'c'</c>.</summary>
    public static string List(IReadOnlyList<string> words, string conjunction)
    {
        string[] quoted = [.. words.Select(word => $"'{word}'")];
        return quoted.Length < 2
            ? string.Concat(quoted)
            : $"{string.Join(", ", quoted.Take(quoted.Length - 1))} {conjunction} {quoted[quoted.Length - 1]}";
    }

    /// <summary>The known word that is probably meant, or null.</summary>
    public static string? Nearest(string word, IReadOnlyList<string> candidates) =>
        word.Length <= LongestWord ? Spelling.Nearest(word, candidates) : null;
}
