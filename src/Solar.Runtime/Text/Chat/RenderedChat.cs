using System.Collections.Generic;

namespace Solar.Runtime.Text.Chat;

/// <summary>A conversation as the text that a model reads.</summary>
/// <param name="Text">The whole text.</param>
/// <param name="Messages">Where each message stands in it, in their order.</param>
public sealed record RenderedChat(string Text, IReadOnlyList<RenderedMessage> Messages);

/// <summary>Where a message stands in a rendered conversation.</summary>
/// <param name="Message">The message.</param>
/// <param name="Content">Its content, as far as the template writes it: white space at its ends may be cut off.</param>
/// <param name="Learnt">Of an answer: what a model has to write, the content and the mark that ends the turn; null for other messages.</param>
public sealed record RenderedMessage(ChatMessage Message, CharacterSpan Content, CharacterSpan? Learnt)
{
    /// <summary>Of an answer of which it cannot be told what a model has to write: why.</summary>
    public string? Problem { get; init; }
}
