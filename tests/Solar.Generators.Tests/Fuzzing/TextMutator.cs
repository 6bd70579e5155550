using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;

namespace Solar.Generators.Tests.Fuzzing;

/// <summary>Changes texts token by token: a number becomes an extreme, a word another word, a line moves, brackets pile up, the end is cut off.</summary>
internal sealed partial class TextMutator
{
    private const int LongestText = 12_000;

    private static readonly string[] Numbers =
    [
        "0", "-1", "1", "2", "3", "7", "8", "16", "64", "0.0", "-0.0", "0.5", "1.0", "-0.5", "1e-5", "1e999", "-1e999", "1e-400", "5e-324", "1.7976931348623157e308", ".nan", ".inf",
        "-.inf", "NaN", "Infinity", "1000000", "1000001", "2000000000", "2147483647", "2147483648", "-2147483648", "4294967296", "9223372036854775807",
        "9223372036854775808", "-9223372036854775808", "18446744073709551616", "99999999999999999999999", "1_000_000", "0x7fffffff", "0o17", "1e5", "1.5.2", "+8", "08", "1,5",
    ];

    private static readonly string[] Strange =
    [
        "null", "~", "true", "false", "''", "\"\"", "[]", "{}", "&a ", "*a", "<<: ", "!!int ", "!x ", "|\n", ">-\n", "# ", "%YAML 1.2\n", "---\n", "...\n", "? ", "@", "`", "\\", "'", "\"",
        "\t", "\0", "\uFEFF", "\u2028", "\u0085", "\uD800", "😀", "Größe", "名前", "İ", "ﬁ", "a\u0301", "..", "^8..", "0..", "..0", "5..3", "^0..^0", "-1..2", "0..2000000000", "global::",
        "Solar.", "{nameof(A)}", "$\"", "x-own: 1\n", "Upscale(", "Layers(", "Repeat(", "Stack(", "Drop(", ")", "(", "](", "::", ":", ": ", ",", ", ", "- ", "\n", "\n  ", "\n    ",
    ];

    private readonly Random _random;
    private readonly IReadOnlyList<string> _seeds;
    private readonly string[] _words;

    /// <summary>A mutator whose words are those of its seeds and the given ones.</summary>
    public TextMutator(int seed, IReadOnlyList<string> seeds, IEnumerable<string> words)
    {
        _random = new Random(seed);
        _seeds = seeds;
        _words = [.. seeds.SelectMany(text => Words().Matches(text).Select(match => match.Value)).Concat(words).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
    }

    /// <summary>How many brackets may pile up.</summary>
    public int DeepestNesting { get; init; } = 6_000;

    /// <summary>The next text.</summary>
    public string Next()
    {
        List<string> tokens = Tokens(Pick(_seeds));
        for (int edits = _random.Next(1, 6); edits > 0 && tokens.Count > 0; edits--)
        {
            Mutate(tokens);
        }

        string text = string.Concat(tokens);
        return text.Length <= LongestText ? text : text[..LongestText];
    }

    private void Mutate(List<string> tokens)
    {
        int at = _random.Next(tokens.Count);
        switch (_random.Next(16))
        {
            case 0 or 1 or 2:
                at = tokens.FindIndex(at, token => char.IsAsciiDigit(token[0]) || token[0] == '-');
                Replace(tokens, at, Pick(Numbers));
                break;
            case 3 or 4 or 5:
                at = tokens.FindIndex(at, token => char.IsAsciiLetter(token[0]));
                Replace(tokens, at, Pick(_words));
                break;
            case 6:
                tokens.RemoveRange(at, Math.Min(_random.Next(1, 6), tokens.Count - at));
                break;
            case 7:
                tokens.Insert(at, Pick(Strange));
                break;
            case 8:
                Replace(tokens, at, Pick(Strange));
                break;
            case 9:
                tokens.InsertRange(_random.Next(tokens.Count), tokens.GetRange(at, Math.Min(_random.Next(1, 12), tokens.Count - at)));
                break;
            case 10:
                int other = _random.Next(tokens.Count);
                (tokens[at], tokens[other]) = (tokens[other], tokens[at]);
                break;
            case 11:
                tokens.Insert(at, _random.Next(4) switch { 0 => $"{Pick(_words)}: ", 1 => $", {Pick(_words)}: {Pick(Numbers)}", 2 => $"{Pick(_words)}({Pick(_words)}, ", _ => Pick(Numbers) });
                break;
            case 12:
                MoveLine(tokens);
                break;
            case 13 when _random.Next(8) == 0:
                tokens.RemoveRange(at, tokens.Count - at);
                break;
            case 14 when _random.Next(40) == 0:
                string bracket = Pick(["[", "{", "(", "{a: ", "- ", "? ", "Upscale(", "[Upscale("]);
                tokens.Insert(at, string.Concat(Enumerable.Repeat(bracket, _random.Next(2, DeepestNesting))));
                break;
            default:
                Replace(tokens, at, Noise(tokens[at]));
                break;
        }
    }

    // A line of another program, or of this one, at the start of some line.
    private void MoveLine(List<string> tokens)
    {
        string[] lines = Pick(_seeds).Split('\n');
        int start = tokens.FindIndex(_random.Next(tokens.Count), token => token == "\n");
        if (start >= 0)
        {
            tokens.Insert(start + 1, Pick(lines) + "\n");
        }
    }

    private string Noise(string token)
    {
        char[] characters = token.ToCharArray();
        characters[_random.Next(characters.Length)] = (char)(_random.Next(8) == 0 ? _random.Next(1, 0x3000) : _random.Next(9, 127));
        return new string(characters);
    }

    private static void Replace(List<string> tokens, int at, string token)
    {
        if (at >= 0)
        {
            tokens[at] = token;
        }
    }

    private T Pick<T>(IReadOnlyList<T> from) => from[_random.Next(from.Count)];

    private static List<string> Tokens(string text) => [.. Token().Matches(text).Select(match => match.Value)];

    [GeneratedRegex(@"[A-Za-z_]\w*|-?\d[\w.]*(?:e[+-]?\d+)?|\n|[^\S\n]+|.", RegexOptions.Singleline)]
    private static partial Regex Token();

    [GeneratedRegex(@"[A-Za-z_]\w+")]
    private static partial Regex Words();
}
