using System.Collections.Generic;

namespace Solar.Runtime.Text.Chat;

/// <summary>How a conversation becomes the one text that a model reads.</summary>
public abstract class ChatTemplate
{
    /// <summary>Its name: that of a built-in one, or the file that it was read from.</summary>
    public abstract string Name { get; }

    /// <summary>What its renderings follow from, as a text that equal templates share.</summary>
    public abstract string Fingerprint { get; }

    /// <summary>
    /// Whether the template itself writes all marks, the begin token too, as a checkpoint's own template does; else a text begins with the begin token
    /// where the tokenizer says so.
    /// </summary>
    public virtual bool IsWhole => false;

    /// <summary>Renders a conversation.</summary>
    /// <param name="messages">Its messages.</param>
    /// <param name="addGenerationPrompt">Whether the text ends where the model's next answer begins.</param>
    /// <exception cref="ChatTemplateException">
    /// A role that the template does not know, a content that it leaves out, or an order of messages that it refuses.
    /// </exception>
    public abstract RenderedChat Render(IReadOnlyList<ChatMessage> messages, bool addGenerationPrompt = false);
}
