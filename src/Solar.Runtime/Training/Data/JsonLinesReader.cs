using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;

namespace Solar.Runtime.Training.Data;

/// <summary>A file with one JSON object a line, of which one field is the text of one document. Blank lines are passed over.</summary>
internal static class JsonLinesReader
{
    public static IEnumerable<TrainingDocument> Read(string file, string field)
    {
        bool isEmpty = true;
        foreach (Utf8Line line in Utf8Lines.Read(file))
        {
            // Decoded for its checks: the JSON reader lets ill-formed bytes inside strings through until they are asked for.
            string text = StrictUtf8.Decode(line.Bytes.Span, file, line.Number, line.Offset);
            if (string.IsNullOrWhiteSpace(text))
            {
                continue;
            }

            isEmpty = false;
            yield return new TrainingDocument(Field(text, field, file, line.Number), file, line.Number);
        }

        if (isEmpty)
        {
            throw new TrainingDataException(file, 0, "is empty; there is nothing to train on.");
        }
    }

    private static string Field(string json, string field, string file, long line)
    {
        using JsonDocument document = Parse(json, file, line);
        JsonElement record = document.RootElement;
        if (record.ValueKind != JsonValueKind.Object)
        {
            throw new TrainingDataException(file, line, $"holds a JSON {Kind(record)}, not an object; each line of JSON lines is one object.");
        }

        if (!record.TryGetProperty(field, out JsonElement value))
        {
            string found = string.Join(", ", record.EnumerateObject().Select(property => $"'{property.Name}'"));
            throw new TrainingDataException(
                file, line, $"has no field '{field}'; its fields are {(found.Length == 0 ? "none" : found)}. Name the text's field in the data set's declaration.");
        }

        return value.ValueKind == JsonValueKind.String
            ? Text(value, field, file, line)
            : throw new TrainingDataException(file, line, $"field '{field}' is a JSON {Kind(value)}, not a string.");
    }

    private static JsonDocument Parse(string json, string file, long line)
    {
        try
        {
            return JsonDocument.Parse(json);
        }
        catch (JsonException failure)
        {
            throw new TrainingDataException(file, line, $"is not JSON at character {failure.BytePositionInLine + 1}: {Reason(failure)}", failure);
        }
    }

    private static string Text(JsonElement value, string field, string file, long line)
    {
        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException failure)          // an escaped half of a surrogate pair, such as \ud83d alone
        {
            throw new TrainingDataException(file, line, $"field '{field}' escapes half of a character: {failure.Message}", failure);
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
}
