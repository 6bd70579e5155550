using System;

namespace Solar.Runtime.Text.Chat;

/// <summary>A template that cannot be read, or that cannot render a conversation; the message names it and the mend.</summary>
public sealed class ChatTemplateException : Exception
{
    /// <summary>An exception about a template.</summary>
    /// <param name="template">The template.</param>
    /// <param name="problem">What is wrong, and the mend.</param>
    /// <param name="inner">What was thrown below, if anything.</param>
    public ChatTemplateException(string template, string problem, Exception? inner = null)
        : base($"template {template}: {problem}", inner) => (Template, Problem) = (template, problem);

    /// <summary>Its name: that of a built-in one, or the file that it was read from.</summary>
    public string Template { get; }

    /// <summary>The message without the template's name.</summary>
    public string Problem { get; }
}
