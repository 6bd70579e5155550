using System.Text.Json;

namespace Solar.Runtime.Training.Data;

/// <summary>What of a record is learnt from.</summary>
internal abstract class RecordContent
{
    /// <summary>Takes it out of a record.</summary>
    /// <param name="record">The record, an object.</param>
    /// <param name="number">Its number.</param>
    /// <exception cref="RecordProblem">The record does not have it.</exception>
    public abstract DataRow Read(JsonElement record, long number);
}

/// <summary>One field of plain text.</summary>
/// <param name="field">The field; a dot leads into an object where no field has the whole name.</param>
internal sealed class TextContent(string field) : RecordContent
{
    /// <inheritdoc/>
    public override DataRow Read(JsonElement record, long number) => JsonFields.Find(record, field) is { } value
        ? new DataRow(number, JsonFields.Text(value, field), null)
        : throw new RecordProblem($"has no field '{field}'; its fields are {JsonFields.Names(record)}. Name the text's field in the data set's declaration.");
}
