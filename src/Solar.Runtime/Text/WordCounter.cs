using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace Solar.Runtime.Text;

/// <summary>Cuts texts into words as SentencePiece does: a space becomes U+2581 at the beginning of the word after it.</summary>
internal static class WordCounter
{
    /// <summary>The visible space.</summary>
    public const char Space = '\u2581';

    /// <summary>How often each word occurs.</summary>
    public static Dictionary<string, long> Count(IEnumerable<string> texts)
    {
        Dictionary<string, long> counts = new(StringComparer.Ordinal);
        StringBuilder word = new();
        foreach (string text in texts)
        {
            word.Append(Space);                             // the dummy prefix
            foreach (Rune character in text.EnumerateRunes())
            {
                if (character.Value == ' ')
                {
                    Close(word, counts);
                    word.Append(Space);
                }
                else if (Rune.IsControl(character) || Rune.IsWhiteSpace(character))
                {
                    Close(word, counts);                    // a line's end and its kin stay bytes, and part words
                }
                else
                {
                    word.Append(character.ToString());
                }
            }

            Close(word, counts);
        }

        return counts;
    }

    /// <summary>The characters by falling frequency that make up the given share of the text; U+2581 always.</summary>
    public static string[] Characters(Dictionary<string, long> words, double coverage)
    {
        Dictionary<string, long> counts = new(StringComparer.Ordinal) { [Space.ToString()] = 0 };
        foreach ((string word, long count) in words)
        {
            foreach (Rune character in word.EnumerateRunes())
            {
                string text = character.ToString();
                counts[text] = counts.GetValueOrDefault(text) + count;
            }
        }

        double total = counts.Values.Sum(), covered = 0;
        List<string> chosen = [];
        foreach ((string text, long count) in counts.OrderByDescending(entry => entry.Value).ThenBy(entry => entry.Key, StringComparer.Ordinal))
        {
            if (covered < coverage * total || text[0] == Space)
            {
                chosen.Add(text);
            }

            covered += count;
        }

        return [.. chosen];
    }

    private static void Close(StringBuilder word, Dictionary<string, long> counts)
    {
        if (word.Length > 0)
        {
            string text = word.ToString();
            counts[text] = counts.GetValueOrDefault(text) + 1;
            word.Clear();
        }
    }
}
