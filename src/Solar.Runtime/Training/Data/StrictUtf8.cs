using System;
using System.Globalization;
using System.Text;

namespace Solar.Runtime.Training.Data;

/// <summary>UTF-8 that says where it is broken, instead of putting replacement characters into what a model learns.</summary>
internal static class StrictUtf8
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The byte order mark, which is not text.</summary>
    public static ReadOnlySpan<byte> Mark => [0xEF, 0xBB, 0xBF];

    /// <param name="bytes">The bytes, without a byte order mark.</param>
    /// <param name="file">The file they are from.</param>
    /// <param name="line">The line at which they begin.</param>
    /// <param name="offset">The place in the file at which they begin.</param>
    /// <exception cref="TrainingDataException">They are not UTF-8: file, line and byte are named.</exception>
    public static string Decode(ReadOnlySpan<byte> bytes, string file, long line, long offset)
    {
        try
        {
            return Strict.GetString(bytes);
        }
        catch (DecoderFallbackException failure)
        {
            int bad = FirstBad(bytes);
            long badLine = line + bytes[..bad].Count((byte)'\n');
            throw new TrainingDataException(
                file,
                badLine,
                string.Create(CultureInfo.InvariantCulture, $"byte 0x{bytes[bad]:X2} at offset {offset + bad} is not UTF-8{Guess(bytes, offset)}; convert the file to UTF-8."),
                failure);
        }
    }

    /// <summary>Where the first ill-formed sequence begins: the exception's own index counts from a place that depends on the decoder's buffer.</summary>
    private static int FirstBad(ReadOnlySpan<byte> bytes)
    {
        int index = 0;
        while (index < bytes.Length
            && Rune.DecodeFromUtf8(bytes[index..], out Rune _, out int consumed) == System.Buffers.OperationStatus.Done)
        {
            index += consumed;
        }

        return Math.Min(index, bytes.Length - 1);
    }

    private static string Guess(ReadOnlySpan<byte> bytes, long offset) => offset != 0 || bytes.Length < 2 ? "" : (bytes[0], bytes[1]) switch
    {
        (0xFF, 0xFE) or (0xFE, 0xFF) => " (the file begins as UTF-16 does)",
        (0x1F, 0x8B) => " (the file begins as gzip does; write compression: gzip)",
        _ => "",
    };
}
