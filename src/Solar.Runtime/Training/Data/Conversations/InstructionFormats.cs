using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using System.Text.RegularExpressions;
using Solar.Runtime.Text.Chat;

namespace Solar.Runtime.Training.Data.Conversations;

/// <summary>Records that say how a model should answer.</summary>
internal static partial class InstructionFormats
{
    /// <summary><c>instruction</c>, <c>input</c> and <c>output</c>, as of Stanford Alpaca.</summary>
    public static Dialog Alpaca(DialogFields fields) => Single(
        fields,
        fields.OptionalText(fields.Dataset.SystemField, "system", "system"),
        User(fields, "instruction"),
        fields.Text(fields.Dataset.CompletionField, "completion", "output"));

    /// <summary><c>system_prompt</c>, <c>question</c> and <c>response</c>, as of OpenOrca.</summary>
    public static Dialog OpenOrca(DialogFields fields) => Single(
        fields,
        fields.OptionalText(fields.Dataset.SystemField, "system", "system_prompt"),
        new ChatMessage(ChatMessage.User, fields.Text(fields.Dataset.PromptField, "prompt", "question")),
        fields.Text(fields.Dataset.CompletionField, "completion", "response"));

    /// <summary><c>question</c> and <c>answer</c>, as of GSM8K, whose calculations may be left out.</summary>
    public static Dialog Gsm8k(DialogFields fields)
    {
        string answer = fields.Text(fields.Dataset.CompletionField, "completion", "answer");
        return Single(
            fields,
            fields.OptionalText(fields.Dataset.SystemField, "system", "system"),
            new ChatMessage(ChatMessage.User, fields.Text(fields.Dataset.PromptField, "prompt", "question")),
            fields.Dataset.CalculatorMarks ? answer : Calculation().Replace(answer, ""));
    }

    /// <summary><c>prompt</c> and <c>completion</c>: texts, or lists of messages.</summary>
    public static Dialog PromptCompletion(DialogFields fields)
    {
        JsonElement prompt = fields.Value(fields.Dataset.PromptField, "prompt", "prompt");
        JsonElement completion = fields.Value(fields.Dataset.CompletionField, "completion", "completion");
        string? system = fields.OptionalText(fields.Dataset.SystemField, "system", "system");
        return new Dialog(Checked(
        [
            .. system is null ? Enumerable.Empty<ChatMessage>() : [new ChatMessage(ChatMessage.System, system)],
            .. MessageLists.Of(prompt, "prompt", ChatMessage.User, fields.Dataset),
            .. MessageLists.Of(completion, "completion", ChatMessage.Assistant, fields.Dataset),
        ]));
    }

    /// <summary><c>messages</c> of <c>role</c> and <c>content</c>.</summary>
    public static Dialog Messages(DialogFields fields)
    {
        JsonElement list = fields.Value(fields.Dataset.MessagesField, "messages", "messages");
        return new Dialog(Checked(MessageLists.Read(list, fields.NameOf(fields.Dataset.MessagesField, ["messages"]), fields.Dataset, "role", "content")));
    }

    /// <summary><c>conversations</c> of <c>from</c> and <c>value</c>, with the roles <c>human</c> and <c>gpt</c>, as of ShareGPT.</summary>
    public static Dialog ShareGpt(DialogFields fields)
    {
        JsonElement list = fields.Value(fields.Dataset.MessagesField, "messages", "conversations");
        return new Dialog(Checked(MessageLists.Read(list, fields.NameOf(fields.Dataset.MessagesField, ["conversations"]), fields.Dataset, "from", "value")));
    }

    /// <summary>What the user says: an instruction, and what it is about.</summary>
    internal static ChatMessage User(DialogFields fields, params string[] names) =>
        new(ChatMessage.User, fields.Text(fields.Dataset.PromptField, "prompt", names))
        {
            Input = fields.OptionalText(fields.Dataset.InputField, "input", "input"),
        };

    /// <summary>Messages of which the model says something.</summary>
    /// <exception cref="RecordProblem">It says nothing, or an answer is empty.</exception>
    internal static List<ChatMessage> Checked(List<ChatMessage> messages)
    {
        if (!messages.Any(message => message.Role == ChatMessage.Assistant))
        {
            throw new RecordProblem($"has no answer: of its {messages.Count} messages none is of the role assistant.");
        }

        int empty = messages.FindIndex(message => message.Role == ChatMessage.Assistant && string.IsNullOrWhiteSpace(message.Content));
        return empty < 0 ? messages : throw new RecordProblem(messages.Count == 2
            ? "has an empty answer; there is nothing to learn from it. Leave such rows out with on_bad_row: drop, or with a filter."
            : $"has an empty answer, message {empty + 1}; there is nothing to learn from it. Leave such rows out with on_bad_row: drop, or with a filter.");
    }

    private static Dialog Single(DialogFields fields, string? system, ChatMessage user, string answer) => new(Checked(
    [
        .. system is null ? Enumerable.Empty<ChatMessage>() : [new ChatMessage(ChatMessage.System, system)],
        user,
        new ChatMessage(ChatMessage.Assistant, answer),
    ]));

    [GeneratedRegex("<<[^<>]*>>", RegexOptions.CultureInvariant)]
    private static partial Regex Calculation();
}
