using System;
using System.Buffers;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Text.Json;
using Solar.Runtime.Training;
using Solar.Runtime.Training.Data;

namespace Solar.Lab.Evaluation.Data;

/// <summary>Comma-separated values as RFC 4180 has them: quoted fields may hold commas, doubled quotes and line ends, which are kept as they are.</summary>
internal static class CsvRecords
{
    private const string Unit = "record";

    /// <summary>The records, each as an object of texts.</summary>
    /// <param name="text">The file's text.</param>
    /// <param name="file">The file, for messages.</param>
    /// <param name="columns">
    /// The columns of a file without a header, a first record that names just these being passed over; null where the first record names them.
    /// </param>
    /// <param name="reader">What reads them.</param>
    public static IEnumerable<DataRow> Read(string text, string file, IReadOnlyList<string>? columns, RecordReader reader)
    {
        IReadOnlyList<string>? names = columns;
        long number = 0;
        var json = new ArrayBufferWriter<byte>();
        foreach (IReadOnlyList<string> fields in Records(text, file))
        {
            number++;
            if (names is null || (number == 1 && fields.SequenceEqual(names)))
            {
                names = fields;
                continue;
            }

            if (fields.Count != names.Count)
            {
                string problem = FormattableString.Invariant($"has {fields.Count} fields, not {names.Count} ({string.Join(", ", names)})");
                yield return DataRow.Bad(new TrainingDataException(
                    file, number, problem + "; a field that holds commas or quotes is written in quotes.", unit: Unit));
                continue;
            }

            json.ResetWrittenCount();
            using (Utf8JsonWriter writer = new(json))
            {
                writer.WriteStartObject();
                for (int i = 0; i < fields.Count; i++)
                {
                    writer.WriteString(names[i], fields[i]);
                }

                writer.WriteEndObject();
            }

            yield return reader.Read(json.WrittenSpan, file, number, offset: 0, Unit, line: 0);
        }
    }

    /// <summary>The fields of each record. A blank line is no record.</summary>
    private static IEnumerable<IReadOnlyList<string>> Records(string text, string file)
    {
        List<string> fields = [];
        var field = new StringBuilder();
        long number = 1;
        bool isQuoted = false, wasQuoted = false;
        for (int i = 0; i < text.Length; i++)
        {
            char character = text[i];
            if (isQuoted)
            {
                if (character != '"')
                {
                    field.Append(character);
                }
                else if (i + 1 < text.Length && text[i + 1] == '"')
                {
                    field.Append('"');
                    i++;
                }
                else
                {
                    isQuoted = false;
                }
            }
            else if (character == '"' && field.Length == 0 && !wasQuoted)
            {
                isQuoted = wasQuoted = true;
            }
            else if (character == ',')
            {
                EndField();
            }
            else if (character == '\n')
            {
                if (EndRecord(before: i) is { } record)
                {
                    number++;
                    yield return record;
                }
            }
            else
            {
                field.Append(character);
            }
        }

        if (isQuoted)
        {
            throw new TrainingDataException(file, number, "begins a quoted field that the file does not end.", unit: Unit);
        }

        if (EndRecord(before: text.Length) is { } last)
        {
            yield return last;
        }

        void EndField()
        {
            fields.Add(field.ToString());
            field.Clear();
            wasQuoted = false;
        }

        IReadOnlyList<string>? EndRecord(int before)
        {
            // CR LF ends a record as LF does; a CR inside quotes stays.
            if (before > 0 && text[before - 1] == '\r' && field.Length > 0 && field[^1] == '\r')
            {
                field.Length--;
            }

            if (fields.Count == 0 && field.Length == 0 && !wasQuoted)
            {
                return null;
            }

            EndField();
            IReadOnlyList<string> record = fields;
            fields = [];
            return record;
        }
    }
}
