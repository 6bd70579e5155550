using System;
using System.Collections.Generic;
using System.Linq;
using Solar.Runtime.Text;

namespace Solar.Lab.Search;

/// <summary>Texts in pieces that a model reads one at a time, each beginning as the model's texts begin.</summary>
public static class CalibrationWindows
{
    // A piece has a token to predict from and some to predict; what is left of a text and has less says nothing.
    private const int LeastTokens = 8;

    /// <summary>Cuts texts into pieces of so many tokens, the last of each text as long as it comes.</summary>
    /// <param name="texts">The texts; read no further than is needed.</param>
    /// <param name="tokenizer">The model's tokenizer.</param>
    /// <param name="length">Tokens of a piece at most, the begin token included; 8 at least.</param>
    /// <param name="limit">Pieces at most.</param>
    /// <returns>The pieces; none where texts are too short.</returns>
    public static IReadOnlyList<IReadOnlyList<int>> Cut(IEnumerable<string> texts, ITextTokenizer tokenizer, int length, int limit)
    {
        ArgumentNullException.ThrowIfNull(texts);
        ArgumentNullException.ThrowIfNull(tokenizer);
        ArgumentOutOfRangeException.ThrowIfLessThan(length, LeastTokens);
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        return [.. texts.SelectMany(text => Pieces(tokenizer.Encode(text, addBos: false), tokenizer, length)).Take(limit)];
    }

    private static IEnumerable<IReadOnlyList<int>> Pieces(IReadOnlyList<int> ids, ITextTokenizer tokenizer, int length)
    {
        int[] begin = tokenizer.AddsBos ? [tokenizer.BosId] : [];
        return ids.Chunk(length - begin.Length).Select(chunk => (int[])[.. begin, .. chunk]).Where(piece => piece.Length >= LeastTokens);
    }
}
