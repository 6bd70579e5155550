using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

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

    /// <summary>The names of the built-in templates.</summary>
    public static IReadOnlyList<string> BuiltIn { get; } = [.. BuiltInTemplates.All.Select(format => format.Name)];

    /// <summary>Finds a template.</summary>
    /// <param name="name">
    /// A built-in one, such as <c>solar</c>; <c>tokenizer</c> for that of the checkpoint's own files (chat_template.jinja, or chat_template of
    /// tokenizer_config.json); <c>auto</c> for its own where it has one, else <c>solar</c>; or the path of a Jinja file.
    /// </param>
    /// <param name="tokenizer">Whose begin and end tokens are written.</param>
    /// <param name="tokenizerDirectory">The folder of its files.</param>
    /// <param name="dataDirectory">The folder that the path of a file is relative to.</param>
    /// <exception cref="ChatTemplateException">There is none, or it cannot be read.</exception>
    public static ChatTemplate Find(string name, ITextTokenizer tokenizer, string tokenizerDirectory = "", string dataDirectory = "")
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(tokenizer);
        if (name == "auto")
        {
            name = CheckpointTemplate.IsIn(tokenizerDirectory) ? "tokenizer" : "solar";
        }

        string file = Path.GetFullPath(Path.Combine(dataDirectory, name));
        return BuiltInTemplates.Find(name) is { } format ? TurnTemplate.Create(format, tokenizer)
            : name == "tokenizer" ? CheckpointTemplate.Read(tokenizerDirectory, tokenizer)
            : File.Exists(file) ? CheckpointTemplate.ReadFile(file, tokenizer)
            : throw new ChatTemplateException(name, $"there is no such template, and no file {file}; known are {string.Join(", ", BuiltIn)} and tokenizer, the checkpoint's own");
    }

    /// <summary>Renders a conversation.</summary>
    /// <param name="messages">Its messages.</param>
    /// <param name="addGenerationPrompt">Whether the text ends where the model's next answer begins.</param>
    /// <exception cref="ChatTemplateException">
    /// A role that the template does not know, a content that it leaves out, or an order of messages that it refuses.
    /// </exception>
    public abstract RenderedChat Render(IReadOnlyList<ChatMessage> messages, bool addGenerationPrompt = false);
}
