using System;
using System.Linq;
using System.Text.Json;
using Solar.Specs;

namespace Solar.Runtime.Training.Data;

/// <summary>Takes the text out of JSON records, those that the filter takes.</summary>
/// <param name="field">The field of the text; a dot leads into an object where no field has the whole name.</param>
/// <param name="filter">Which records are taken.</param>
internal sealed class RecordReader(string field, RecordFilter filter)
{
    /// <summary>Reads one record.</summary>
    /// <param name="bytes">The record, as UTF-8.</param>
    /// <param name="file">The file it is from.</param>
    /// <param name="number">Its number.</param>
    /// <param name="offset">Where it begins in the file.</param>
    /// <param name="unit">What the number counts.</param>
    /// <param name="line">The line at which it begins.</param>
    public DataRow Read(ReadOnlySpan<byte> bytes, string file, long number, long offset, string unit, long line)
    {
        try
        {
            // Decoded for its checks: the JSON reader lets ill-formed bytes inside strings through until they are asked for.
            string json = StrictUtf8.Decode(bytes, file, line, offset);
            using JsonDocument document = Parse(json);
            JsonElement record = document.RootElement;
            if (record.ValueKind != JsonValueKind.Object)
            {
                throw new RecordProblem($"holds a JSON {Kind(record)}, not an object; each record is one object.");
            }

            return Takes(record) ? new DataRow(number, Text(record), null) : DataRow.Filtered(number);
        }
        catch (RecordProblem problem)
        {
            string where = unit == "line" ? "" : FormattableString.Invariant($" (at line {line})");
            return DataRow.Bad(new TrainingDataException(file, number, problem.Message + where, problem.InnerException, unit));
        }
        catch (TrainingDataException problem)
        {
            return new DataRow(number, null, problem);
        }
    }

    private bool Takes(JsonElement record)
    {
        foreach (RecordCondition condition in filter.Conditions)
        {
            if (!FieldComparison.Holds(condition, Find(record, condition.Field) is { } value ? FieldValue.Of(value) : FieldValue.Null))
            {
                return false;
            }
        }

        return true;
    }

    private string Text(JsonElement record)
    {
        if (Find(record, field) is not { } value)
        {
            string found = string.Join(", ", record.EnumerateObject().Select(property => $"'{property.Name}'"));
            throw new RecordProblem($"has no field '{field}'; its fields are {(found.Length == 0 ? "none" : found)}. Name the text's field in the data set's declaration.");
        }

        return value.ValueKind == JsonValueKind.String
            ? Unescape(value)
            : throw new RecordProblem($"field '{field}' is a JSON {Kind(value)}, not a string.");
    }

    private static JsonElement? Find(JsonElement record, string field)
    {
        if (record.TryGetProperty(field, out JsonElement whole))
        {
            return whole;
        }

        JsonElement current = record;
        foreach (string part in field.Split('.'))
        {
            if (current.ValueKind != JsonValueKind.Object || !current.TryGetProperty(part, out current))
            {
                return null;
            }
        }

        return current;
    }

    private static JsonDocument Parse(string json)
    {
        try
        {
            return JsonDocument.Parse(json);
        }
        catch (JsonException failure)
        {
            throw new RecordProblem(FormattableString.Invariant($"is not JSON at character {failure.BytePositionInLine + 1}: {Reason(failure)}"), failure);
        }
    }

    private string Unescape(JsonElement value)
    {
        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException failure)          // an escaped half of a surrogate pair, such as \ud83d alone
        {
            throw new RecordProblem($"field '{field}' escapes half of a character: {failure.Message}", failure);
        }
    }

    private static string Reason(JsonException failure)
    {
        int position = failure.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return position < 0 ? failure.Message : failure.Message[..position];
    }

    private static string Kind(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.True or JsonValueKind.False => "boolean",
        JsonValueKind.Null => "null",
        JsonValueKind.Number => "number",
        JsonValueKind.Array => "array",
        JsonValueKind.String => "string",
        _ => "object",
    };

    private sealed class RecordProblem(string message, Exception? inner = null) : Exception(message, inner);
}
