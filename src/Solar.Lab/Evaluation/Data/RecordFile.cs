using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using ICSharpCode.SharpZipLib.BZip2;
using Solar.Runtime.Training;
using Solar.Runtime.Training.Data;
using Solar.Specs;

namespace Solar.Lab.Evaluation.Data;

/// <summary>
/// Reads the rows of a file by what its name ends with: <c>.parquet</c>, <c>.jsonl</c>, <c>.json</c> (an array or lines), <c>.csv</c>, and <c>.txt</c> for HellaSwag's
/// text; text ones may be packed as <c>.gz</c> or <c>.bz2</c>.
/// </summary>
internal static class RecordFile
{
    /// <summary>Endings that are read, the preferred first.</summary>
    public static IReadOnlyList<string> Endings { get; } = [".parquet", ".jsonl", ".json", ".csv"];

    /// <summary>Endings of packed files.</summary>
    public static IReadOnlyList<string> Packings { get; } = ["", ".gz", ".bz2"];

    /// <summary>The rows of several files that are one split.</summary>
    /// <param name="files">The files, in their order.</param>
    /// <param name="columns">Columns of a CSV file without a header; null where its first record names them.</param>
    /// <exception cref="TaskDataException">A file cannot be read, or a row is none.</exception>
    public static IReadOnlyList<DataRecord> ReadAll(IEnumerable<string> files, IReadOnlyList<string>? columns = null)
    {
        List<DataRecord> records = [];
        foreach (string file in files)
        {
            int known = records.Count;
            Read(file, columns, known, records);
            if (records.Count == known)
            {
                throw new TaskDataException(file, 0, "row", "has no rows.");
            }
        }

        return records;
    }

    /// <summary>Texts: a whole file of plain text, or a field of each row of any other.</summary>
    /// <param name="file">The file.</param>
    /// <param name="fields">The field's possible names.</param>
    /// <exception cref="TaskDataException">The file cannot be read, or a row has no such field.</exception>
    public static IReadOnlyList<string> Texts(string file, IReadOnlyList<string> fields)
    {
        if (Endings.Contains(Ending(file)))
        {
            return [.. ReadAll([file]).Select(record => record.Text(fields.FirstOrDefault(record.Has) ?? fields[0]))];
        }

        string text = Guarded(file, () => ReadText(file));
        return text.Length > 0 ? [text] : throw new TaskDataException(file, 0, "row", "is empty.");
    }

    private static void Read(string file, IReadOnlyList<string>? columns, int first, List<DataRecord> records)
    {
        var content = new WholeRecord();
        var reader = new RecordReader(content, NoFilter);
        Guarded(file, () =>
        {
            string unit = Unit(file);
            foreach (DataRow row in Rows(file, columns, reader))
            {
                if (row.Problem is { } problem)
                {
                    throw problem;
                }

                records.Add(new DataRecord(content.Last, file, row.Number, unit, first++));
            }

            return records;
        });
    }

    private static T Guarded<T>(string file, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (TrainingDataException problem)
        {
            throw new TaskDataException(problem);
        }
        catch (Exception problem) when (problem is BZip2Exception or IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new TaskDataException(file, 0, "row", $"cannot be read: {problem.Message} Copy it again.", problem);
        }
    }

    private static IEnumerable<DataRow> Rows(string file, IReadOnlyList<string>? columns, RecordReader reader) => Ending(file) switch
    {
        ".parquet" => ParquetRecords.Read(file, IsGzip(file), reader),
        ".csv" => CsvRecords.Read(ReadText(file), file, columns, reader),
        ".txt" => HellaSwagText.Read(ReadText(file), file, reader),
        ".json" when IsArray(file) => Array(file, reader),
        _ => Lines(file, reader),
    };

    private static IEnumerable<DataRow> Lines(string file, RecordReader reader)
    {
        using Stream stream = Open(file);
        foreach (Utf8Line line in Utf8Lines.Read(stream, file))
        {
            if (line.Bytes.Span.IndexOfAnyExcept(" \t\r"u8) >= 0)
            {
                yield return reader.Read(line.Bytes.Span, file, line.Number, line.Offset, "line", line.Number);
            }
        }
    }

    private static IEnumerable<DataRow> Array(string file, RecordReader reader)
    {
        using Stream stream = Open(file);
        foreach (DataRow row in JsonArrayReader.Read(stream, file, reader))
        {
            yield return row;
        }
    }

    private static string Unit(string file) => Ending(file) switch
    {
        ".parquet" => "row",
        ".csv" or ".txt" => "record",
        ".json" when IsArray(file) => "record",
        _ => "line",
    };

    private static bool IsArray(string file)
    {
        using Stream stream = Open(file);
        int next;
        do
        {
            next = stream.ReadByte();
        }
        while (next is ' ' or '\t' or '\r' or '\n' or 0xEF or 0xBB or 0xBF);

        return next == '[';
    }

    private static string ReadText(string file)
    {
        using Stream stream = Open(file);
        using MemoryStream bytes = new();
        stream.CopyTo(bytes);
        ReadOnlySpan<byte> content = bytes.GetBuffer().AsSpan(0, (int)bytes.Length);
        int mark = content.StartsWith(StrictUtf8.Mark) ? StrictUtf8.Mark.Length : 0;
        return StrictUtf8.Decode(content[mark..], file, line: 1, mark);
    }

    private static Stream Open(string file) => file.EndsWith(".bz2", StringComparison.Ordinal)
        ? new BZip2InputStream(new BufferedStream(DataFileStream.Open(file, isGzip: false), 1 << 16))
        : DataFileStream.Open(file, IsGzip(file));

    private static bool IsGzip(string file) => file.EndsWith(".gz", StringComparison.Ordinal);

    private static string Ending(string file)
    {
        string packing = Packings.Skip(1).FirstOrDefault(packing => file.EndsWith(packing, StringComparison.Ordinal)) ?? "";
        return Path.GetExtension(file[..^packing.Length]);
    }

    private static RecordFilter NoFilter { get; } = RecordFilter.TryParse("", out RecordFilter? filter, out _) ? filter! : throw new InvalidOperationException();

    /// <summary>Keeps a record as it is.</summary>
    private sealed class WholeRecord : RecordContent
    {
        public JsonElement Last { get; private set; }

        public override DataRow Read(JsonElement record, long number)
        {
            Last = record.Clone();
            return new DataRow(number, "", null);
        }
    }
}
