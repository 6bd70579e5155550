using System;
using System.Collections.Generic;
using System.IO;

namespace Solar.Runtime.Training.Data;

/// <summary>One line of a file, as bytes.</summary>
/// <param name="Bytes">The line without its end; valid until the next line is asked for.</param>
/// <param name="Number">1 for the first.</param>
/// <param name="Offset">Where it begins in the file.</param>
internal readonly record struct Utf8Line(ReadOnlyMemory<byte> Bytes, long Number, long Offset);

/// <summary>Reads a file line by line without decoding it and without holding more than one line, so that a corpus may be larger than memory.</summary>
internal static class Utf8Lines
{
    /// <summary>Greatest size of one line, in bytes: beyond, a line end is missing rather than a text so long.</summary>
    public const int Limit = 1 << 29;

    private const int BufferSize = 1 << 16;

    /// <param name="stream">What is read; it stays open.</param>
    /// <param name="file">The file that it is from, for messages.</param>
    /// <exception cref="TrainingDataException">A line exceeds <see cref="Limit"/>.</exception>
    public static IEnumerable<Utf8Line> Read(Stream stream, string file)
    {
        byte[] buffer = new byte[BufferSize];
        int start = 0, end = 0;          // what is read and not yet given out
        int scanned = 0;                 // up to where no line end was found
        long number = 1, offset = 0;

        while (true)
        {
            int newline = buffer.AsSpan(scanned, end - scanned).IndexOf((byte)'\n');
            if (newline >= 0)
            {
                int length = scanned + newline - start;
                yield return Line(buffer, start, length, number++, offset);
                offset += length + 1;
                start = scanned = start + length + 1;
                continue;
            }

            scanned = end;
            if (end - start >= Limit)
            {
                throw new TrainingDataException(file, number, $"is longer than {Limit >> 20} MiB; this file has no line ends, or is no text.");
            }

            (buffer, start, end, scanned) = MakeRoom(buffer, start, end, scanned);
            int read = stream.Read(buffer, end, buffer.Length - end);
            end += read;
            if (read == 0)
            {
                if (end > start)
                {
                    yield return Line(buffer, start, end - start, number, offset);
                }

                yield break;
            }
        }
    }

    private static Utf8Line Line(byte[] buffer, int start, int length, long number, long offset)
    {
        if (number == 1 && buffer.AsSpan(start, length).StartsWith(StrictUtf8.Mark))
        {
            (start, length, offset) = (start + StrictUtf8.Mark.Length, length - StrictUtf8.Mark.Length, StrictUtf8.Mark.Length);
        }

        if (length > 0 && buffer[start + length - 1] == '\r')
        {
            length--;
        }

        return new Utf8Line(buffer.AsMemory(start, length), number, offset);
    }

    private static (byte[] Buffer, int Start, int End, int Scanned) MakeRoom(byte[] buffer, int start, int end, int scanned)
    {
        if (end < buffer.Length)
        {
            return (buffer, start, end, scanned);
        }

        byte[] target = start > 0 ? buffer : new byte[buffer.Length * 2];
        buffer.AsSpan(start, end - start).CopyTo(target);
        return (target, 0, end - start, scanned - start);
    }
}
