using System;
using System.Buffers;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using Solar.Runtime.Training;
using Solar.Runtime.Training.Data;

namespace Solar.Lab.Evaluation.Data;

/// <summary>
/// HellaSwag as klosax/hellaswag_text_data has it: six lines an item, <c>Activity: context</c>, the right ending's index, four endings. The texts are cleaned, and the
/// beginning of the last sentence is part of the context.
/// </summary>
internal static class HellaSwagText
{
    /// <summary>Whether a file is of this form.</summary>
    public static bool Is(string file) => file.Contains(".txt", StringComparison.Ordinal);

    private const int LinesPerItem = 6;

    public static IEnumerable<DataRow> Read(string text, string file, RecordReader reader)
    {
        string[] lines = text.Split('\n');
        int count = lines.Length - (lines[^1].Length == 0 ? 1 : 0);
        if (count % LinesPerItem != 0)
        {
            throw new TrainingDataException(
                file, 0, FormattableString.Invariant($"has {count} lines, which is no multiple of {LinesPerItem}: context, index, four endings."));
        }

        var json = new ArrayBufferWriter<byte>();
        for (int first = 0, number = 1; first < count; first += LinesPerItem, number++)
        {
            string context = lines[first].TrimEnd('\r');
            int colon = context.IndexOf(": ", StringComparison.Ordinal);
            if (colon < 0)
            {
                yield return DataRow.Bad(new TrainingDataException(
                    file, number, FormattableString.Invariant($"has no ': ' between activity and context (at line {first + 1})."), unit: "record"));
                continue;
            }

            json.ResetWrittenCount();
            using (Utf8JsonWriter writer = new(json))
            {
                writer.WriteStartObject();
                writer.WriteString("activity_label", context[..colon]);
                writer.WriteString("ctx_a", context[(colon + 2)..]);
                writer.WriteString("ctx_b", "");
                writer.WriteStartArray("endings");
                foreach (string ending in lines.Skip(first + 2).Take(4))
                {
                    writer.WriteStringValue(ending.TrimEnd('\r'));
                }

                writer.WriteEndArray();
                writer.WriteString("label", lines[first + 1].TrimEnd('\r'));
                writer.WriteEndObject();
            }

            yield return reader.Read(json.WrittenSpan, file, number, offset: 0, "record", line: 0);
        }
    }
}
