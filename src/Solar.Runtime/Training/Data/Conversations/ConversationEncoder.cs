using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Solar.Runtime.Text;
using Solar.Runtime.Text.Chat;

namespace Solar.Runtime.Training.Data.Conversations;

/// <summary>Makes tokens of conversations.</summary>
/// <param name="tokenizer">Makes tokens of text.</param>
/// <param name="template">Makes one text of a conversation.</param>
/// <param name="addBos">Whether texts begin with the begin token where the template does not write it.</param>
internal sealed class ConversationEncoder(ITextTokenizer tokenizer, ChatTemplate template, EdgeToken addBos)
{
    /// <summary>Whether the begin token is put before a text that does not have it. A checkpoint's own template writes it itself, if at all.</summary>
    public bool AddsBos { get; } = tokenizer.BosId >= 0 && addBos switch
    {
        EdgeToken.Always => true,
        EdgeToken.Never => false,
        _ => !template.IsWhole && tokenizer.AddsBos,
    };

    /// <summary>All that the tokens of a conversation follow from; null where the tokenizer does not say what it is.</summary>
    public string? Fingerprint => tokenizer.Fingerprint is { } known
        ? string.Create(CultureInfo.InvariantCulture, $"{known};template {template.Fingerprint};begin {(AddsBos ? tokenizer.BosId : -1)}")
        : null;

    /// <summary>The tokens of a conversation.</summary>
    /// <exception cref="RecordProblem">The template does not render it.</exception>
    public EncodedChat Encode(IReadOnlyList<ChatMessage> messages)
    {
        RenderedChat chat;
        try
        {
            chat = template.Render([.. messages.Select(Composed)]);
        }
        catch (ChatTemplateException refusal)
        {
            throw new RecordProblem($"cannot be rendered: {refusal.Message}", refusal);
        }

        CharacterSpan[] contents = [.. chat.Messages.Select(message => message.Content).OrderBy(span => span.Start)];
        TokenizedText text;
        try
        {
            text = tokenizer.EncodeTemplate(chat.Text, contents);
        }
        catch (TokenizerException refusal)
        {
            throw new RecordProblem(refusal.Message, refusal);
        }

        return AddsBos && (text.Ids.Count == 0 || text.Ids[0] != tokenizer.BosId)
            ? new EncodedChat([tokenizer.BosId, .. text.Ids], [default, .. text.Spans], chat)
            : new EncodedChat(text.Ids, text.Spans, chat);
    }

    private ChatMessage Composed(ChatMessage message) => message with
    {
        Content = tokenizer.Compose(message.Content),
        Input = message.Input is { } input ? tokenizer.Compose(input) : null,
    };
}
