using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace Solar.Runtime.Text;

/// <summary>Learns a byte-pair vocabulary from text: characters, then again and again the pair that stands together most often.</summary>
/// <remarks>
/// As SentencePiece's BPE trainer with byte fallback: words begin with U+2581 for the space before them, and no piece spans two.
/// Equal texts give equal vocabularies, on every machine: ties are broken by the pair's text.
/// </remarks>
public static class BytePairTrainer
{
    /// <summary>Unknown, begin, end and the 256 bytes.</summary>
    public const int ReservedPieces = 3 + 256;

    /// <summary>Share of the characters of the text that get a piece of their own; the rest is written as bytes.</summary>
    private const double CharacterCoverage = 0.9999;

    /// <summary>Learns a vocabulary.</summary>
    /// <param name="texts">The texts, in any order that is always the same.</param>
    /// <param name="vocabSize">Number of pieces, the reserved ones included.</param>
    /// <exception cref="ArgumentOutOfRangeException">Too few pieces for the characters, or more than the text has; the message says how many.</exception>
    public static SentencePieceVocabulary Train(IEnumerable<string> texts, int vocabSize)
    {
        ArgumentNullException.ThrowIfNull(texts);
        Dictionary<string, long> words = WordCounter.Count(texts);
        string[] characters = WordCounter.Characters(words, CharacterCoverage);

        int merges = vocabSize - ReservedPieces - characters.Length;
        if (merges < 0)
        {
            throw new ArgumentOutOfRangeException(
                nameof(vocabSize), vocabSize, $"the text has {characters.Length} characters, with the reserved pieces a vocabulary of {ReservedPieces + characters.Length} is the least");
        }

        IReadOnlyList<string> merged = new PairMerger(words, characters).Merge(merges);
        if (merged.Count < merges)
        {
            throw new ArgumentOutOfRangeException(
                nameof(vocabSize), vocabSize, $"the text has no more pairs to merge; a vocabulary of {vocabSize - merges + merged.Count} is the greatest, or give more text");
        }

        return new SentencePieceVocabulary([.. Reserved(), .. Ranked([.. merged, .. characters])]);
    }

    private static IEnumerable<SentencePiece> Reserved()
    {
        yield return new SentencePiece("<unk>", 0, SentencePieceKind.Unknown);
        yield return new SentencePiece("<s>", 0, SentencePieceKind.Control);
        yield return new SentencePiece("</s>", 0, SentencePieceKind.Control);
        for (int value = 0; value < 256; value++)
        {
            yield return new SentencePiece(string.Create(CultureInfo.InvariantCulture, $"<0x{value:X2}>"), 0, SentencePieceKind.Byte);
        }
    }

    // Earlier merges score higher, so that encoding repeats them in the order in which they were learned.
    private static IEnumerable<SentencePiece> Ranked(IReadOnlyList<string> texts) =>
        texts.Select((text, rank) => new SentencePiece(text, -rank, SentencePieceKind.Normal));
}
