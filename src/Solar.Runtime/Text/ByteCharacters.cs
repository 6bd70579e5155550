using System;
using System.Collections.Generic;

namespace Solar.Runtime.Text;

/// <summary>
/// The characters that stand for bytes in byte-level vocabularies: a printable one of Latin-1 for itself, and U+0100 and what follows for the others
/// (bytes_to_unicode of GPT-2's encoder.py).
/// </summary>
internal static class ByteCharacters
{
    private static readonly char[] Characters = Make();
    private static readonly Dictionary<char, byte> Values = Invert();

    /// <summary>The character of a byte.</summary>
    public static char Of(byte value) => Characters[value];

    /// <summary>The bytes of a token.</summary>
    /// <exception cref="FormatException">A character stands for no byte.</exception>
    public static byte[] Bytes(string token) => Array.ConvertAll(token.ToCharArray(), character => Values.TryGetValue(character, out byte value)
        ? value
        : throw new FormatException($"token '{token}' has '{character}', which stands for no byte"));

    private static char[] Make()
    {
        var characters = new char[256];
        int others = 0;
        for (int value = 0; value < characters.Length; value++)
        {
            bool isPrintable = value is (>= '!' and <= '~') or (>= 0xA1 and <= 0xAC) or (>= 0xAE and <= 0xFF);
            characters[value] = isPrintable ? (char)value : (char)(0x100 + others++);
        }

        return characters;
    }

    private static Dictionary<char, byte> Invert()
    {
        var values = new Dictionary<char, byte>();
        for (int value = 0; value < Characters.Length; value++)
        {
            values.Add(Characters[value], (byte)value);
        }

        return values;
    }
}
