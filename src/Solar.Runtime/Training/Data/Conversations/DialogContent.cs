using System;
using System.Text.Json;

namespace Solar.Runtime.Training.Data.Conversations;

/// <summary>A record as a conversation.</summary>
/// <param name="dataset">The data set as declared.</param>
/// <param name="read">Its format.</param>
internal sealed class DialogContent(DatasetDescription dataset, Func<DialogFields, Dialog> read) : RecordContent
{
    /// <inheritdoc/>
    public override DataRow Read(JsonElement record, long number)
    {
        Dialog dialog = read(new DialogFields(record, dataset));
        return new DataRow(number, dialog.AsText(), null) { Dialog = dialog };
    }
}
