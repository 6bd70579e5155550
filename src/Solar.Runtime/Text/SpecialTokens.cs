using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;

namespace Solar.Runtime.Text;

/// <summary>Divides a text at the special tokens that are written in it, from left to right, the longest first, as Hugging Face's tokenizers do.</summary>
internal sealed class SpecialTokens
{
    private readonly Dictionary<string, SpecialToken> _tokens;
    private readonly Regex? _pattern;

    public SpecialTokens(IEnumerable<SpecialToken> tokens)
    {
        _tokens = tokens.Where(token => token.Text.Length > 0).GroupBy(token => token.Text, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.First(), StringComparer.Ordinal);
        _pattern = _tokens.Count == 0 ? null : new Regex(
            string.Join('|', _tokens.Keys.OrderByDescending(text => text.Length).ThenBy(text => text, StringComparer.Ordinal).Select(Regex.Escape)),
            RegexOptions.CultureInvariant);
    }

    /// <summary>The parts of a text in their order: special tokens with their characters, and between them what is none.</summary>
    /// <param name="text">The text.</param>
    /// <param name="contents">Where no special token is looked for, in order.</param>
    public IEnumerable<(CharacterSpan Span, SpecialToken? Token)> Divide(string text, IReadOnlyList<CharacterSpan> contents)
    {
        int done = 0, content = 0;
        Match? match = _pattern?.Match(text);
        while (match is { Success: true })
        {
            CharacterSpan span = new(match.Index, match.Index + match.Length);
            while (content < contents.Count && contents[content].End <= span.Start)
            {
                content++;
            }

            if (span.Start < done || (content < contents.Count && contents[content].Overlaps(span)))
            {
                match = _pattern!.Match(text, span.Start + 1);
                continue;
            }

            SpecialToken token = _tokens[match.Value];
            CharacterSpan whole = Widened(text, span, token, done);
            if (whole.Start > done)
            {
                yield return (new CharacterSpan(done, whole.Start), null);
            }

            yield return (whole, token);
            done = whole.End;
            match = _pattern!.Match(text, done);
        }

        if (done < text.Length)
        {
            yield return (new CharacterSpan(done, text.Length), null);
        }
    }

    private static CharacterSpan Widened(string text, CharacterSpan span, SpecialToken token, int done)
    {
        (int start, int end) = (span.Start, span.End);
        while (token.StripsLeft && start > done && char.IsWhiteSpace(text[start - 1]))
        {
            start--;
        }

        while (token.StripsRight && end < text.Length && char.IsWhiteSpace(text[end]))
        {
            end++;
        }

        return new CharacterSpan(start, end);
    }
}
