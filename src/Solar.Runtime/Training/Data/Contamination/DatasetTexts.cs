using System.Collections.Generic;
using System.Linq;
using Solar.Runtime.Text.Chat;
using Solar.Runtime.Training.Data.Conversations;

namespace Solar.Runtime.Training.Data.Contamination;

/// <summary>What of data sets is compared: of plain text the text; of conversations what user and assistant say, without a
/// template and without what the system says, which is the same in many; of pairs both answers.</summary>
internal static class DatasetTexts
{
    /// <summary>The texts of a declared data set of any format, in the order of its files, those that its filter takes.</summary>
    /// <exception cref="TrainingDataException">A file that cannot be read, or a row where the data set does not drop bad ones; thrown when it is reached.</exception>
    public static IEnumerable<CheckedText> Read(DatasetDescription dataset, string dataDirectory) =>
        from file in DocumentReader.Locate(dataset, dataDirectory)
        from row in Rows(dataset, file)
        let read = row.Problem is { } problem && dataset.OnBadRow != "drop" ? throw problem : row
        where read.Text is not null
        select new CheckedText(Of(read), file, read.Number, DocumentReader.Unit(dataset)) { Parts = read.Dialog is { } dialog ? [.. Said(dialog)] : null };

    /// <summary>What of a row is compared.</summary>
    public static string Of(DataRow row)
    {
        return row.Dialog is { } dialog ? string.Join('\n', Said(dialog)) : row.Text!;
    }

    private static IEnumerable<string> Said(Dialog dialog)
    {
        IEnumerable<ChatMessage> messages = dialog.Rejected is { Count: > 0 } rejected ? dialog.Messages.Append(rejected[^1]) : dialog.Messages;
        return messages.Where(message => message.Role != ChatMessage.System).Select(message => message.Input is { } input ? $"{message.Content}\n{input}" : message.Content);
    }

    private static IEnumerable<DataRow> Rows(DatasetDescription dataset, string file) => dataset.Format is null or "text"
        ? DocumentReader.Rows(dataset, file)
        : DocumentReader.Records(dataset, file, new DialogContent(dataset, DialogFormats.Find(dataset, file)));
}
