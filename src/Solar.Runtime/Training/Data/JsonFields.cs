using System;
using System.Globalization;
using System.Linq;
using System.Text.Json;

namespace Solar.Runtime.Training.Data;

/// <summary>Fields of a JSON record.</summary>
internal static class JsonFields
{
    /// <summary>
    /// The value of a field; null where there is none. A dot leads into an object, or by a number into an array, where no field has the whole name.
    /// </summary>
    public static JsonElement? Find(JsonElement record, string field)
    {
        if (record.TryGetProperty(field, out JsonElement whole))
        {
            return whole;
        }

        JsonElement current = record;
        foreach (string part in field.Split('.'))
        {
            if (current.ValueKind == JsonValueKind.Array)
            {
                if (!int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out int index) || index >= current.GetArrayLength())
                {
                    return null;
                }

                current = current[index];
            }
            else if (current.ValueKind != JsonValueKind.Object || !current.TryGetProperty(part, out current))
            {
                return null;
            }
        }

        return current;
    }

    /// <summary>The text of a value.</summary>
    /// <exception cref="RecordProblem">It is none.</exception>
    public static string Text(JsonElement value, string field)
    {
        if (value.ValueKind != JsonValueKind.String)
        {
            throw new RecordProblem($"field '{field}' is a JSON {Kind(value)}, not a string.");
        }

        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException failure)          // an escaped half of a surrogate pair, such as \ud83d alone
        {
            throw new RecordProblem($"field '{field}' escapes half of a character: {failure.Message}", failure);
        }
    }

    /// <summary>The names of a record's fields, for messages.</summary>
    public static string Names(JsonElement record)
    {
        string found = string.Join(", ", record.EnumerateObject().Select(property => $"'{property.Name}'"));
        return found.Length == 0 ? "none" : found;
    }

    /// <summary>What a value is, in a word.</summary>
    public static string Kind(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.True or JsonValueKind.False => "boolean",
        JsonValueKind.Null => "null",
        JsonValueKind.Number => "number",
        JsonValueKind.Array => "array",
        JsonValueKind.String => "string",
        _ => "object",
    };
}
