using System;
using System.Collections.Generic;
using System.IO;

namespace Solar.Runtime.Training.Data;

/// <summary>
/// A file that is one JSON array of objects. Its elements are cut out by their brackets while the file streams, so that none but the
/// one that is read is in memory, and one that is broken inside does not hide the next.
/// </summary>
internal static class JsonArrayReader
{
    private const int BufferSize = 1 << 16;

    public static IEnumerable<DataRow> Read(string file, bool isGzip, RecordReader reader)
    {
        using Stream stream = DataFileStream.Open(file, isGzip);
        foreach (DataRow row in Read(stream, file, reader))
        {
            yield return row;
        }
    }

    /// <param name="stream">What is read; it stays open.</param>
    /// <param name="file">The file that it is from, for messages.</param>
    /// <param name="reader">What reads its records.</param>
    public static IEnumerable<DataRow> Read(Stream stream, string file, RecordReader reader)
    {
        byte[] buffer = new byte[BufferSize];
        var scanner = new JsonArrayScanner(file);
        long number = 0, offset = 0;
        bool isStart = true;
        while (stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false) is > 0 and int read)
        {
            int first = isStart && buffer.AsSpan(0, read).StartsWith(StrictUtf8.Mark) ? StrictUtf8.Mark.Length : 0;
            isStart = false;
            for (int i = first; i < read; i++)
            {
                if (scanner.Take(buffer[i], offset + i))
                {
                    yield return reader.Read(scanner.Element.Span, file, ++number, scanner.Offset, "record", scanner.Line);
                }
            }

            offset += read;
        }

        scanner.End();
    }
}
