using System.Collections.Generic;
using System.Text;

namespace Solar.Runtime.Text;

/// <summary>The characters of tokens that are runs of bytes: those of which a token has a byte.</summary>
internal static class ByteSpans
{
    /// <summary>The characters of tokens that follow each other.</summary>
    /// <param name="part">The text that they make.</param>
    /// <param name="offset">Where it stands.</param>
    /// <param name="before">Bytes before it that no character stands for.</param>
    /// <param name="lengths">Numbers of bytes of the tokens.</param>
    public static IEnumerable<CharacterSpan> Of(string part, int offset, int before, IEnumerable<int> lengths)
    {
        List<CharacterSpan> characters = [];                    // of each byte
        for (int i = 0; i < before; i++)
        {
            characters.Add(new CharacterSpan(offset, offset));
        }

        int start = offset;
        foreach (Rune rune in part.EnumerateRunes())
        {
            for (int i = 0; i < rune.Utf8SequenceLength; i++)
            {
                characters.Add(new CharacterSpan(start, start + rune.Utf16SequenceLength));
            }

            start += rune.Utf16SequenceLength;
        }

        int next = 0;
        foreach (int length in lengths)
        {
            yield return new CharacterSpan(characters[next].Start, characters[next + length - 1].End);
            next += length;
        }
    }
}
