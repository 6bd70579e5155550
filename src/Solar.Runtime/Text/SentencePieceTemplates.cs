using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using Microsoft.ML.Tokenizers;

namespace Solar.Runtime.Text;

/// <summary>Rendered conversations as SentencePiece tokens, and the characters that each stands for.</summary>
internal sealed class SentencePieceTemplates
{
    private const char Space = '\u2581';

    private readonly LlamaTokenizer _plain;
    private readonly SpecialTokens _special;
    private readonly bool _isLegacy;
    private readonly Dictionary<int, string> _texts;
    private readonly HashSet<int> _bytes;

    /// <param name="plain">The vocabulary without tokens that were added to it.</param>
    /// <param name="special">Tokens that are one id where their text is written.</param>
    /// <param name="isLegacy">Whether a space is put before the text behind each special token, and not before the whole text alone.</param>
    public SentencePieceTemplates(LlamaTokenizer plain, IEnumerable<SpecialToken> special, bool isLegacy)
    {
        _plain = plain;
        _special = new SpecialTokens(special);
        _isLegacy = isLegacy;
        _texts = plain.Vocabulary.ToDictionary(piece => piece.Value, piece => piece.Key);
        _bytes = [.. Enumerable.Range(0, 256)
            .Select(value => plain.Vocabulary.TryGetValue(string.Create(CultureInfo.InvariantCulture, $"<0x{value:X2}>"), out int id) ? id : -1)
            .Where(id => id >= 0)];
    }

    public TokenizedText Encode(string text, IReadOnlyList<CharacterSpan> contents)
    {
        List<int> ids = [];
        List<CharacterSpan> spans = [];
        foreach ((CharacterSpan span, SpecialToken? token) in _special.Divide(text, contents))
        {
            if (token is not null)
            {
                ids.Add(token.Id);
                spans.Add(span);
                continue;
            }

            string part = text[span.Start..span.End];
            bool isSpaced = _plain.AddDummyPrefix && (_isLegacy || span.Start == 0);
            string normalized = (isSpaced ? $"{Space}" : "") + part.Replace(' ', Space);
            IReadOnlyList<int> encoded = _plain.EncodeToIds(normalized, addBeginningOfSentence: false, addEndOfSentence: false, considerNormalization: false);
            ids.AddRange(encoded);
            spans.AddRange(Spans(normalized, encoded).Select(found => new CharacterSpan(
                span.Start + Math.Max(0, found.Start - (isSpaced ? 1 : 0)), span.Start + Math.Max(0, found.End - (isSpaced ? 1 : 0)))));
        }

        return new TokenizedText(ids, spans);
    }

    // Pieces stand one after another; a character without a piece is written as its bytes.
    private IEnumerable<CharacterSpan> Spans(string normalized, IReadOnlyList<int> ids)
    {
        int next = 0, bytesLeft = 0;
        foreach (int id in ids)
        {
            if (_bytes.Contains(id))
            {
                Rune rune = Rune.GetRuneAt(normalized, next);
                bytesLeft = (bytesLeft == 0 ? rune.Utf8SequenceLength : bytesLeft) - 1;
                yield return new CharacterSpan(next, next + rune.Utf16SequenceLength);
                next += bytesLeft == 0 ? rune.Utf16SequenceLength : 0;
                continue;
            }

            string piece = _texts[id];
            if (string.CompareOrdinal(normalized, next, piece, 0, piece.Length) != 0)
            {
                throw new InvalidOperationException(string.Create(
                    CultureInfo.InvariantCulture, $"Token {id} ('{piece}') is not what stands at character {next} of the text; the vocabulary has no bytes to fall back to."));
            }

            yield return new CharacterSpan(next, next + piece.Length);
            next += piece.Length;
        }
    }
}
