using System.Collections.Generic;
using System.Text;
using Solar.Runtime.Text.Chat;

namespace Solar.Runtime.Training.Data.Conversations;

/// <summary>A record as a conversation.</summary>
/// <param name="Messages">The conversation; of preference data with the better answer, or the only one.</param>
/// <param name="Rejected">Of a pair: the conversation with the worse answer.</param>
/// <param name="Label">Of a labelled answer (KTO): whether it is wanted.</param>
internal sealed record Dialog(IReadOnlyList<ChatMessage> Messages, IReadOnlyList<ChatMessage>? Rejected = null, bool? Label = null)
{
    /// <summary>All of it as one text; equal conversations have equal texts.</summary>
    public string AsText()
    {
        var text = new StringBuilder();
        Append(text, Messages);
        if (Rejected is not null)
        {
            Append(text.Append('\u0002'), Rejected);
        }

        return text.Append(Label switch { true => "\u0003+", false => "\u0003-", null => "" }).ToString();
    }

    private static void Append(StringBuilder text, IReadOnlyList<ChatMessage> messages)
    {
        foreach (ChatMessage message in messages)
        {
            text.Append(message.Role).Append('\u0000').Append(message.Content).Append('\u0000').Append(message.Input).Append('\u0001');
        }
    }
}
