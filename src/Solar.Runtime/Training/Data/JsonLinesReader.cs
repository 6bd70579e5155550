using System;
using System.Collections.Generic;
using System.IO;

namespace Solar.Runtime.Training.Data;

/// <summary>A file with one JSON object a line. Blank lines are passed over.</summary>
internal static class JsonLinesReader
{
    public static IEnumerable<DataRow> Read(string file, bool isGzip, RecordReader reader)
    {
        using Stream stream = DataFileStream.Open(file, isGzip);
        foreach (Utf8Line line in Utf8Lines.Read(stream, file))
        {
            if (line.Bytes.Span.IndexOfAnyExcept(" \t\r"u8) >= 0)
            {
                yield return reader.Read(line.Bytes.Span, file, line.Number, line.Offset, "line", line.Number);
            }
        }
    }
}
