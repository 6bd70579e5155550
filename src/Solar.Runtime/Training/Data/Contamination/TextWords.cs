using System;
using System.Globalization;
using System.Text;

namespace Solar.Runtime.Training.Data.Contamination;

/// <summary>
/// The words of a text, as overlap is judged by: letters and digits alone, in lower case, so that neither punctuation nor spaces nor casing hide a copy (GPT-3, appendix C).
/// Whatever else stands between two letters parts words, <c>don't</c> into two. Of scripts that write no spaces each letter is a word.
/// Letters are not normalised further: what that gives depends on the machine (ICU), and figures must not. Read again and again without new memory.
/// </summary>
internal sealed class TextWords
{
    private char[] _characters = new char[1024];
    private int[] _ends = new int[256];
    private int _length;

    /// <summary>Number of words.</summary>
    public int Count { get; private set; }

    /// <summary>A word; valid until the next text is read.</summary>
    public ReadOnlySpan<char> this[int word] => _characters.AsSpan(Start(word), _ends[word] - Start(word));

    /// <summary>Reads the words of a text in place of those before.</summary>
    public void Read(string text)
    {
        (_length, Count) = (0, 0);
        int start = 0;
        for (int i = 0; i < text.Length;)
        {
            char character = text[i];
            if (char.IsAsciiLetterOrDigit(character))
            {
                Append(char.IsAsciiLetterUpper(character) ? (char)(character | 0x20) : character);
                i++;
                continue;
            }

            Rune.DecodeFromUtf16(text.AsSpan(i), out Rune rune, out int read);
            i += read;
            start = rune.IsAscii ? End(start) : Add(rune, start);
        }

        End(start);
    }

    /// <summary>Some words as one text, with a space between.</summary>
    public string Join(int first, int count)
    {
        var text = new StringBuilder();
        for (int word = first; word < first + count; word++)
        {
            text.Append(word > first ? " " : "").Append(this[word]);
        }

        return text.ToString();
    }

    private int Start(int word) => word == 0 ? 0 : _ends[word - 1];

    private int Add(Rune rune, int start)
    {
        switch (Rune.GetUnicodeCategory(rune))
        {
            // What nobody sees, such as a soft hyphen, parts no word; a mark belongs to the letter before it.
            case UnicodeCategory.Format:
                return start;
            case UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark:
                if (_length > start)
                {
                    Append(rune);
                }

                return start;
        }

        if (!Rune.IsLetterOrDigit(rune))
        {
            return End(start);
        }

        bool isAlone = HasNoSpaces(rune.Value);
        start = isAlone ? End(start) : start;
        Append(Rune.ToLowerInvariant(rune));
        return isAlone ? End(start) : start;
    }

    // Thai, Lao, Myanmar, Khmer, kana, and Han with its extensions.
    private static bool HasNoSpaces(int letter) => letter is (>= 0x0E00 and <= 0x0EFF) or (>= 0x1000 and <= 0x109F) or (>= 0x1780 and <= 0x17FF)
        or (>= 0x3040 and <= 0x30FF) or (>= 0x3400 and <= 0x4DBF) or (>= 0x4E00 and <= 0x9FFF) or (>= 0xF900 and <= 0xFAFF) or (>= 0x20000 and <= 0x3FFFF);

    private void Append(Rune rune)
    {
        Span<char> characters = stackalloc char[2];
        foreach (char character in characters[..rune.EncodeToUtf16(characters)])
        {
            Append(character);
        }
    }

    private void Append(char character)
    {
        if (_length == _characters.Length)
        {
            Array.Resize(ref _characters, 2 * _length);
        }

        _characters[_length++] = character;
    }

    // Ends the word that began at a place, if there is one; the next begins where it ends.
    private int End(int start)
    {
        if (_length > start)
        {
            if (Count == _ends.Length)
            {
                Array.Resize(ref _ends, 2 * Count);
            }

            _ends[Count++] = _length;
        }

        return _length;
    }
}
