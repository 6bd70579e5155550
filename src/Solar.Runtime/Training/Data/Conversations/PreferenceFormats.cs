using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using Solar.Runtime.Text.Chat;

namespace Solar.Runtime.Training.Data.Conversations;

/// <summary>Records that say which of two answers is better, or whether one is wanted.</summary>
internal static class PreferenceFormats
{
    /// <summary><c>prompt</c>, <c>chosen</c> and <c>rejected</c>: texts, or lists of messages that may repeat the prompt.</summary>
    public static Dialog Preference(DialogFields fields) => Pair(fields, "system", "prompt");

    /// <summary><c>system</c>, <c>question</c>, <c>chosen</c> and <c>rejected</c>, as of Intel's orca_dpo_pairs.</summary>
    public static Dialog OrcaPairs(DialogFields fields) => Pair(fields, "system", "question");

    /// <summary><c>chosen</c> and <c>rejected</c> as lists of messages that repeat the prompt, as of UltraFeedback binarized.</summary>
    public static Dialog UltraFeedback(DialogFields fields) => Pair(fields, "system", "prompt");

    /// <summary><c>instruction</c>, <c>input</c>, <c>chosen</c> and <c>rejected</c>.</summary>
    public static Dialog AlpacaPreference(DialogFields fields) => Pair(fields, "system", "instruction");

    /// <summary><c>chosen</c> and <c>rejected</c> as transcripts, as of Anthropic's HH-RLHF.</summary>
    public static Dialog HhRlhf(DialogFields fields) => Compared(
        Transcripts.Read(fields.Text(fields.Dataset.ChosenField, "chosen", "chosen"), "chosen"),
        Transcripts.Read(fields.Text(fields.Dataset.RejectedField, "rejected", "rejected"), "rejected"));

    /// <summary><c>prompt</c>, <c>completion</c> and <c>label</c>, as TRL's KTO reads them.</summary>
    public static Dialog Kto(DialogFields fields)
    {
        JsonElement label = fields.Value(fields.Dataset.LabelField, "label", "label");
        bool isWanted = label.ValueKind switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            JsonValueKind.Number when label.GetDouble() is 0 or 1 => label.GetDouble() == 1,
            _ => throw new RecordProblem($"field '{fields.NameOf(fields.Dataset.LabelField, ["label"])}' is {label.GetRawText()}, not true or false (1 or 0)."),
        };
        return InstructionFormats.PromptCompletion(fields) with { Label = isWanted };
    }

    private static Dialog Pair(DialogFields fields, string system, string prompt)
    {
        JsonElement chosen = fields.Value(fields.Dataset.ChosenField, "chosen", "chosen");
        JsonElement rejected = fields.Value(fields.Dataset.RejectedField, "rejected", "rejected");
        string? said = fields.OptionalText(fields.Dataset.SystemField, "system", system);
        ChatMessage[] before = said is null ? [] : [new ChatMessage(ChatMessage.System, said)];
        List<ChatMessage> better = MessageLists.Of(chosen, "chosen", ChatMessage.Assistant, fields.Dataset);
        List<ChatMessage> worse = MessageLists.Of(rejected, "rejected", ChatMessage.Assistant, fields.Dataset);
        if (better.Count > 1 || worse.Count > 1)
        {
            return Compared([.. before, .. better], [.. before, .. worse]);
        }

        JsonElement asked = fields.Value(fields.Dataset.PromptField, "prompt", prompt);
        ChatMessage[] question = asked.ValueKind == JsonValueKind.Array
            ? [.. MessageLists.Of(asked, prompt, ChatMessage.User, fields.Dataset)]
            : [InstructionFormats.User(fields, prompt)];
        return Compared([.. before, .. question, .. better], [.. before, .. question, .. worse]);
    }

    private static Dialog Compared(List<ChatMessage> chosen, List<ChatMessage> rejected)
    {
        CheckAnswer(chosen, "chosen");
        CheckAnswer(rejected, "rejected");
        if (!chosen.SkipLast(1).SequenceEqual(rejected.SkipLast(1)))
        {
            throw new RecordProblem(
                $"has two prompts: the conversations of chosen ({chosen.Count} messages) and rejected ({rejected.Count}) differ before their last answers. "
                + "Only answers to one prompt can be compared; leave such rows out with on_bad_row: drop.");
        }

        if (chosen[^1].Content.Trim() == rejected[^1].Content.Trim())
        {
            throw new RecordProblem("has the same answer as chosen and rejected; there is nothing to prefer. Leave such rows out with on_bad_row: drop.");
        }

        return new Dialog(chosen, rejected);
    }

    private static void CheckAnswer(List<ChatMessage> messages, string side)
    {
        if (messages.Count < 2 || messages[^1].Role != ChatMessage.Assistant)
        {
            string found = messages.Count == 0 ? "no message" : $"a message of {messages[^1].Role}";
            throw new RecordProblem($"the conversation of {side} ends with {(messages.Count < 2 ? "no prompt before its answer" : found)}, not with an answer of the assistant.");
        }

        if (string.IsNullOrWhiteSpace(messages[^1].Content))
        {
            throw new RecordProblem($"has an empty answer as {side}; leave such rows out with on_bad_row: drop, or with a filter.");
        }
    }
}
