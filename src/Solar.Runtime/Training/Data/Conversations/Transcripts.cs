using System.Collections.Generic;
using System.Text.RegularExpressions;
using Solar.Runtime.Text.Chat;

namespace Solar.Runtime.Training.Data.Conversations;

/// <summary>Dialogues that are one text: <c>\n\nHuman: …\n\nAssistant: …</c>.</summary>
internal static partial class Transcripts
{
    /// <summary>The messages of a dialogue.</summary>
    /// <param name="text">The text.</param>
    /// <param name="side">The field, for messages.</param>
    /// <exception cref="RecordProblem">It is none.</exception>
    public static List<ChatMessage> Read(string text, string side)
    {
        MatchCollection turns = Turn().Matches(text);
        if (turns.Count == 0 || !string.IsNullOrWhiteSpace(text[..turns[0].Index]))
        {
            throw new RecordProblem($"field '{side}' is no transcript: it does not begin with '\\n\\nHuman:' or '\\n\\nAssistant:'.");
        }

        var messages = new List<ChatMessage>(turns.Count);
        for (int i = 0; i < turns.Count; i++)
        {
            int start = turns[i].Index + turns[i].Length, end = i + 1 < turns.Count ? turns[i + 1].Index : text.Length;
            string role = turns[i].Groups[1].Value == "Human" ? ChatMessage.User : ChatMessage.Assistant;
            messages.Add(new ChatMessage(role, text[start..end].Trim()));
        }

        return messages;
    }

    [GeneratedRegex("(?:^|\n\n)(Human|Assistant):", RegexOptions.CultureInvariant)]
    private static partial Regex Turn();
}
