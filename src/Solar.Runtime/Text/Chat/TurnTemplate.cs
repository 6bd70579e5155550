using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace Solar.Runtime.Text.Chat;

/// <summary>A built-in template: turns between fixed texts, so that where everything stands is known while it is written.</summary>
/// <param name="format">The texts.</param>
/// <param name="bos">The begin token's text; empty for none.</param>
/// <param name="eos">The end token's text; empty for none.</param>
internal sealed class TurnTemplate(TurnFormat format, string bos, string eos) : ChatTemplate
{
    /// <summary>A template with a tokenizer's begin and end tokens.</summary>
    /// <exception cref="ChatTemplateException">Answers end with the end token, and the tokenizer has none: a model would never stop.</exception>
    public static TurnTemplate Create(TurnFormat format, ITextTokenizer tokenizer) =>
        tokenizer.EosText is null && format.EndOfAnswer.Contains(TurnFormat.Eos, StringComparison.Ordinal)
            ? throw new ChatTemplateException(format.Name, "ends answers with the tokenizer's end token, and the tokenizer does not say which it is; write eos_token into its tokenizer_config.json.")
            : new TurnTemplate(format, tokenizer.BosText ?? "", tokenizer.EosText ?? "");

    /// <inheritdoc/>
    public override string Name => format.Name;

    /// <inheritdoc/>
    public override string Fingerprint { get; } = $"{format};{bos};{eos}";

    /// <inheritdoc/>
    public override RenderedChat Render(IReadOnlyList<ChatMessage> messages, bool addGenerationPrompt = false)
    {
        ArgumentNullException.ThrowIfNull(messages);
        var text = new StringBuilder();
        var rendered = new List<RenderedMessage>(messages.Count);
        Write(text, format.Begin);
        bool hasSystem = messages.Count > 0 && messages[0].Role == ChatMessage.System;
        if (!hasSystem && DefaultSystem(messages) is { } system)
        {
            Write(text, format.System!.Value.Before);
            text.Append(system);
            Write(text, format.System.Value.Behind);
        }

        ChatMessage? folded = null;
        for (int i = 0; i < messages.Count; i++)
        {
            ChatMessage message = messages[i];
            CheckTurn(message, i, hasSystem ? i - 1 : i);
            switch (message.Role)
            {
                case ChatMessage.System when format.System is { } turn:
                    Write(text, turn.Before);
                    rendered.Add(new RenderedMessage(message, WriteContent(text, message.WholeContent), null));
                    Write(text, turn.Behind);
                    break;
                case ChatMessage.System:
                    folded = message;
                    break;
                case ChatMessage.User:
                    WriteUser(text, message, folded, rendered);
                    folded = null;
                    break;
                default:
                    WriteAnswer(text, message, rendered);
                    break;
            }
        }

        if (folded is not null)
        {
            throw new ChatTemplateException(Name, "writes what the system says within the first turn of the user, and there is none behind it.");
        }

        if (addGenerationPrompt)
        {
            Write(text, format.BeforeAnswer);
        }

        return new RenderedChat(text.ToString(), rendered);
    }

    private void WriteUser(StringBuilder text, ChatMessage message, ChatMessage? folded, List<RenderedMessage> rendered)
    {
        Write(text, format.User.Before);
        if (folded is not null)
        {
            Write(text, format.SystemInUser!.Value.Before);
            rendered.Add(new RenderedMessage(folded, WriteContent(text, folded.WholeContent), null));
            Write(text, format.SystemInUser.Value.Behind);
        }

        int start = text.Length;
        if (format.BeforeInput is { } between && message.Input is { } input)
        {
            WriteContent(text, message.Content);
            Write(text, between);
            WriteContent(text, input);
        }
        else
        {
            WriteContent(text, message.WholeContent);
        }

        rendered.Add(new RenderedMessage(message, new CharacterSpan(start, text.Length), null));
        Write(text, format.User.Behind);
    }

    private void WriteAnswer(StringBuilder text, ChatMessage message, List<RenderedMessage> rendered)
    {
        Write(text, format.BeforeAnswer);
        int start = text.Length;
        Write(text, format.AnswerLead);
        CharacterSpan content = WriteContent(text, message.WholeContent);
        Write(text, format.EndOfAnswer);
        rendered.Add(new RenderedMessage(message, content, new CharacterSpan(start, text.Length)));
        Write(text, format.BehindAnswer);
    }

    private CharacterSpan WriteContent(StringBuilder text, string content)
    {
        int start = text.Length;
        text.Append(format.Trims ? content.Trim() : content);
        return new CharacterSpan(start, text.Length);
    }

    private void Write(StringBuilder text, string part) => text.Append(part
        .Replace(TurnFormat.Bos, bos, StringComparison.Ordinal)
        .Replace(TurnFormat.Eos, eos, StringComparison.Ordinal));

    private string? DefaultSystem(IReadOnlyList<ChatMessage> messages) =>
        messages.FirstOrDefault(message => message.Role == ChatMessage.User)?.Input is null ? format.DefaultSystem : format.DefaultSystemWithInput;

    private void CheckTurn(ChatMessage message, int index, int turn)
    {
        bool isKnown = message.Role switch
        {
            ChatMessage.System => format.System is not null || format.SystemInUser is not null,
            ChatMessage.User or ChatMessage.Assistant => true,
            _ => false,
        };
        if (!isKnown)
        {
            throw Refused(message, index, $"this template has no place for it; it knows {Roles}.");
        }

        if (message.Role == ChatMessage.System && index > 0)
        {
            throw Refused(message, index, "the system speaks first, or not at all.");
        }

        if (format.Alternates && message.Role != ChatMessage.System && (message.Role == ChatMessage.User) != (turn % 2 == 0))
        {
            throw Refused(message, index, "user and assistant take turns, and the user begins.");
        }
    }

    private ChatTemplateException Refused(ChatMessage message, int index, string reason) =>
        new(Name, FormattableString.Invariant($"message {index + 1} has the role '{message.Role}', and {reason}"));

    private string Roles => format.System is null && format.SystemInUser is null ? "user and assistant" : "system, user and assistant";
}
