using System;
using System.Collections.Generic;
using System.IO;
using System.Text;

namespace Solar.Runtime.Training.Data;

/// <summary>Plain text: the whole file is a document, with its line ends; or each line is, or lines up to a blank one.</summary>
internal static class TextRows
{
    public static IEnumerable<DataRow> Read(string file, bool isGzip, string sampleBy) => sampleBy switch
    {
        "line" => Lines(file, isGzip),
        "paragraph" => Paragraphs(file, isGzip),
        _ => Whole(file, isGzip),
    };

    private static IEnumerable<DataRow> Whole(string file, bool isGzip)
    {
        byte[] bytes = DataFileStream.ReadAll(file, isGzip);
        int mark = bytes.AsSpan().StartsWith(StrictUtf8.Mark) ? StrictUtf8.Mark.Length : 0;
        if (bytes.Length > mark)
        {
            yield return Decode(bytes.AsSpan(mark), file, line: 1, mark);
        }
    }

    private static IEnumerable<DataRow> Lines(string file, bool isGzip)
    {
        using Stream stream = DataFileStream.Open(file, isGzip);
        foreach (Utf8Line line in Utf8Lines.Read(stream, file))
        {
            DataRow row = Decode(line.Bytes.Span, file, line.Number, line.Offset);
            if (row.Problem is not null || !string.IsNullOrWhiteSpace(row.Text))
            {
                yield return row;
            }
        }
    }

    // A bad line makes its whole paragraph bad, since what is left of it would be no text.
    private static IEnumerable<DataRow> Paragraphs(string file, bool isGzip)
    {
        using Stream stream = DataFileStream.Open(file, isGzip);
        var paragraph = new StringBuilder();
        TrainingDataException? problem = null;
        long first = 0;
        foreach (Utf8Line line in Utf8Lines.Read(stream, file))
        {
            DataRow row = Decode(line.Bytes.Span, file, line.Number, line.Offset);
            problem ??= row.Problem;
            if (row.Problem is null && string.IsNullOrWhiteSpace(row.Text))
            {
                if (first > 0)
                {
                    yield return End();
                }
            }
            else
            {
                first = first == 0 ? line.Number : first;
                paragraph.Append(paragraph.Length > 0 ? "\n" : "").Append(row.Text);
            }
        }

        if (first > 0)
        {
            yield return End();
        }

        DataRow End()
        {
            DataRow row = problem is null ? new DataRow(first, paragraph.ToString(), null) : DataRow.Bad(problem);
            paragraph.Clear();
            (problem, first) = (null, 0);
            return row;
        }
    }

    private static DataRow Decode(ReadOnlySpan<byte> bytes, string file, long line, long offset)
    {
        try
        {
            return new DataRow(line, StrictUtf8.Decode(bytes, file, line, offset), null);
        }
        catch (TrainingDataException problem)
        {
            return DataRow.Bad(problem);
        }
    }
}
