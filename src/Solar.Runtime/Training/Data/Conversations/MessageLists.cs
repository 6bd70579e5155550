using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using Solar.Runtime.Text.Chat;

namespace Solar.Runtime.Training.Data.Conversations;

/// <summary>Lists of messages within a record.</summary>
internal static class MessageLists
{
    // Names that data sets have for the three roles of templates.
    private static readonly Dictionary<string, string> Roles = new(System.StringComparer.OrdinalIgnoreCase)
    {
        ["human"] = ChatMessage.User,
        ["prompter"] = ChatMessage.User,
        ["gpt"] = ChatMessage.Assistant,
        ["chatgpt"] = ChatMessage.Assistant,
        ["bing"] = ChatMessage.Assistant,
        ["bard"] = ChatMessage.Assistant,
        ["model"] = ChatMessage.Assistant,
    };

    /// <summary>A text as one message, or a list of messages.</summary>
    /// <param name="value">The field's value.</param>
    /// <param name="field">The field, for messages.</param>
    /// <param name="role">Who says a text.</param>
    /// <param name="dataset">The data set as declared.</param>
    public static List<ChatMessage> Of(JsonElement value, string field, string role, DatasetDescription dataset) => value.ValueKind == JsonValueKind.Array
        ? Read(value, field, dataset, "role", "content")
        : [new ChatMessage(role, JsonFields.Text(value, field))];

    /// <summary>A list of messages.</summary>
    /// <param name="value">The field's value.</param>
    /// <param name="field">The field, for messages.</param>
    /// <param name="dataset">The data set as declared.</param>
    /// <param name="role">The format's own name of the field that says who speaks.</param>
    /// <param name="content">The format's own name of the field that says what is said.</param>
    /// <exception cref="RecordProblem">It is none.</exception>
    public static List<ChatMessage> Read(JsonElement value, string field, DatasetDescription dataset, string role, string content)
    {
        if (value.ValueKind != JsonValueKind.Array)
        {
            throw new RecordProblem($"field '{field}' is a JSON {JsonFields.Kind(value)}, not an array of messages.");
        }

        return [.. value.EnumerateArray().Select((message, i) => One(message, $"{field}[{i}]", dataset.RoleField ?? role, dataset.ContentField ?? content))];
    }

    private static ChatMessage One(JsonElement message, string place, string role, string content)
    {
        if (message.ValueKind != JsonValueKind.Object)
        {
            throw new RecordProblem($"'{place}' is a JSON {JsonFields.Kind(message)}, not a message with '{role}' and '{content}'.");
        }

        string speaker = Text(message, role, place);
        return new ChatMessage(Roles.GetValueOrDefault(speaker, speaker), Text(message, content, place));
    }

    private static string Text(JsonElement message, string name, string place) => JsonFields.Find(message, name) is { } value
        ? JsonFields.Text(value, $"{place}.{name}")
        : throw new RecordProblem(
            $"'{place}' has no field '{name}'; its fields are {JsonFields.Names(message)}. Name them in the data set's declaration, as fields: {{ role: …, content: … }}.");
}
