using System.Collections.Generic;
using System.Linq;
using System.Text.Json;

namespace Solar.Runtime.Training.Data.Conversations;

/// <summary>The fields of a record of a conversation, by what they hold.</summary>
/// <param name="record">The record.</param>
/// <param name="dataset">The data set as declared: it may name fields otherwise than its format does.</param>
internal sealed class DialogFields(JsonElement record, DatasetDescription dataset)
{
    /// <summary>The data set as declared.</summary>
    public DatasetDescription Dataset => dataset;

    /// <summary>The record.</summary>
    public JsonElement Record => record;

    /// <summary>A text.</summary>
    /// <param name="declared">The field's name as declared; null where it is not.</param>
    /// <param name="slot">What it holds, as the declaration calls it.</param>
    /// <param name="names">Its names in files of the format; the first that is there counts.</param>
    /// <exception cref="RecordProblem">There is no such field, or it is no text.</exception>
    public string Text(string? declared, string slot, params string[] names) => JsonFields.Text(Value(declared, slot, names), NameOf(declared, names));

    /// <summary>A text that need not be there; null where it is not, or is null or empty.</summary>
    public string? OptionalText(string? declared, string slot, params string[] names)
    {
        string name = NameOf(declared, names);
        if (JsonFields.Find(record, name) is not { ValueKind: not JsonValueKind.Null } value)
        {
            // A name that was written is meant.
            return declared is null || JsonFields.Find(record, name) is not null ? null : throw Missing(name, slot);
        }

        return JsonFields.Text(value, name) is { Length: > 0 } text ? text : null;
    }

    /// <summary>A value of any kind.</summary>
    /// <exception cref="RecordProblem">There is no such field.</exception>
    public JsonElement Value(string? declared, string slot, params string[] names)
    {
        string name = NameOf(declared, names);
        return JsonFields.Find(record, name) ?? throw Missing(name, slot);
    }

    /// <summary>The name by which a field is looked for.</summary>
    public string NameOf(string? declared, IReadOnlyList<string> names) =>
        declared ?? names.FirstOrDefault(name => JsonFields.Find(record, name) is not null) ?? names[0];

    private RecordProblem Missing(string name, string slot) => new(
        $"has no field '{name}', which format {dataset.Format} reads; its fields are {JsonFields.Names(record)}. "
        + $"Name it in the data set's declaration, as fields: {{ {slot}: … }}, or write another format.");
}
