using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Solar.Runtime.Text.Chat.Jinja;

namespace Solar.Runtime.Text.Chat;

/// <summary>
/// A template in the subset of Jinja that checkpoints' chat templates use. Where it marks what the model writes (<c>generation</c> blocks), that is learnt;
/// else it is found as TRL finds it: an answer stands between what is rendered before it, with the prompt to go on, and what is rendered with it.
/// </summary>
internal sealed class JinjaTemplate : ChatTemplate
{
    /// <summary>Greatest size of a template in characters.</summary>
    private const int MaxSize = 1 << 20;

    private readonly string _source;
    private readonly IReadOnlyList<JinjaStatement> _statements;
    private readonly IReadOnlyList<(string Name, object? Value)> _values;
    private readonly DateTimeOffset _now;

    /// <param name="name">The file that it is from.</param>
    /// <param name="source">The template.</param>
    /// <param name="values">Names that it may use beside the conversation, such as <c>bos_token</c>.</param>
    /// <param name="now">What it writes where it asks for the time.</param>
    /// <exception cref="ChatTemplateException">It cannot be read.</exception>
    public JinjaTemplate(string name, string source, IReadOnlyDictionary<string, string?> values, DateTimeOffset now)
    {
        Name = name;
        _source = source.ReplaceLineEndings("\n");
        _source = _source.EndsWith('\n') ? _source[..^1] : _source;             // as Jinja does
        _values = [.. values.Select(value => (value.Key, (object?)value.Value))];
        _now = now;
        string day = _source.Contains("strftime_now", StringComparison.Ordinal) ? now.ToString("yyyyMMdd HHmmss", CultureInfo.InvariantCulture) : "";
        Fingerprint = $"jinja 1;{_source.Length}:{_source};{string.Join(';', values.OrderBy(value => value.Key, StringComparer.Ordinal).Select(value => $"{value.Key}={value.Value}"))};{day}";
        if (_source.Length > MaxSize)
        {
            throw new ChatTemplateException(name, $"has {_source.Length} characters, more than {MaxSize}");
        }

        try
        {
            _statements = JinjaParser.Read(_source);
        }
        catch (JinjaException fault)
        {
            throw new ChatTemplateException(name, fault.Message, fault);
        }
    }

    /// <inheritdoc/>
    public override string Name { get; }

    /// <inheritdoc/>
    public override string Fingerprint { get; }

    /// <inheritdoc/>
    public override bool IsWhole => true;

    /// <inheritdoc/>
    public override RenderedChat Render(IReadOnlyList<ChatMessage> messages, bool addGenerationPrompt = false)
    {
        ArgumentNullException.ThrowIfNull(messages);
        string[] contents = [.. messages.Select(message => message.WholeContent)];
        JinjaRendering whole = Run(messages, contents, addGenerationPrompt);
        CharacterSpan[] spans = Contents(messages, contents, whole.Text, addGenerationPrompt);
        var rendered = new RenderedMessage[messages.Count];
        for (int i = 0; i < messages.Count; i++)
        {
            rendered[i] = messages[i].Role == ChatMessage.Assistant ? Answer(messages, contents, whole, spans[i], i) : new RenderedMessage(messages[i], spans[i], null);
        }

        return new RenderedChat(whole.Text, rendered);
    }

    private JinjaRendering Run(IReadOnlyList<ChatMessage> messages, IReadOnlyList<string> contents, bool addGenerationPrompt)
    {
        List<object?> list = [.. messages.Select((message, i) => (object?)JinjaDict.Of(("role", message.Role), ("content", contents[i])))];
        try
        {
            return JinjaRenderer.Render(
                _source,
                _statements,
                [.. _values, ("messages", list), ("add_generation_prompt", addGenerationPrompt), ("tools", null), ("documents", null)],
                _now);
        }
        catch (JinjaException fault)
        {
            throw new ChatTemplateException(Name, fault.Message, fault);
        }
    }

    // Where contents stand: what a rendering with marks in their places has around the marks, the real one has around the contents. So no content is
    // taken for the same words of the template. A template that looks into contents has another rendering then, and they are looked for in order.
    private CharacterSpan[] Contents(IReadOnlyList<ChatMessage> messages, string[] contents, string text, bool addGenerationPrompt)
    {
        string[] marks = [.. messages.Select((_, i) => string.Create(CultureInfo.InvariantCulture, $"\ue000{i}\ue001"))];
        string? marked;
        try
        {
            marked = Run(messages, marks, addGenerationPrompt).Text;
        }
        catch (ChatTemplateException)
        {
            marked = null;
        }

        int dropped = marked is null ? -1 : Array.FindIndex(marks, mark => !marked.Contains(mark, StringComparison.Ordinal));
        return dropped >= 0 ? throw LeftOut(messages, dropped)
            : (marked is null ? null : ByMarks(marked, marks, contents, text)) ?? InOrder(messages, contents, text);
    }

    private static CharacterSpan[]? ByMarks(string marked, string[] marks, string[] contents, string text)
    {
        var spans = new CharacterSpan[marks.Length];
        int[] places = [.. marks.Select(mark => marked.IndexOf(mark, StringComparison.Ordinal))];
        if (marks.Any(mark => marked.IndexOf(mark, StringComparison.Ordinal) != marked.LastIndexOf(mark, StringComparison.Ordinal)))
        {
            return null;
        }

        int at = 0, from = 0;
        foreach (int i in Enumerable.Range(0, marks.Length).OrderBy(i => places[i]))
        {
            string between = marked[from..places[i]];
            if (string.CompareOrdinal(text, at, between, 0, between.Length) != 0)
            {
                return null;
            }

            at += between.Length;
            from = places[i] + marks[i].Length;
            string rest = marked[from..(places.Where(place => place > places[i]).DefaultIfEmpty(marked.Length).Min())];
            string? written = Forms(contents[i]).FirstOrDefault(form =>
                string.CompareOrdinal(text, at, form, 0, form.Length) == 0 && string.CompareOrdinal(text, at + form.Length, rest, 0, rest.Length) == 0);
            if (written is null)
            {
                return null;
            }

            spans[i] = new CharacterSpan(at, at + written.Length);
            at += written.Length;
        }

        return text.Length - at == marked.Length - from ? spans : null;
    }

    private CharacterSpan[] InOrder(IReadOnlyList<ChatMessage> messages, string[] contents, string text)
    {
        var spans = new CharacterSpan[contents.Length];
        int from = 0;
        for (int i = 0; i < contents.Length; i++)
        {
            int at = -1;
            string content = "";
            foreach (string form in Forms(contents[i]))
            {
                at = text.IndexOf(content = form, from, StringComparison.Ordinal);
                if (at >= 0)
                {
                    break;
                }
            }

            if (at < 0)
            {
                throw LeftOut(messages, i);
            }

            spans[i] = new CharacterSpan(at, at + content.Length);
            from = spans[i].End;
        }

        return spans;
    }

    private ChatTemplateException LeftOut(IReadOnlyList<ChatMessage> messages, int index) => new(Name, string.Create(
        CultureInfo.InvariantCulture,
        $"leaves out the content of message {index + 1}, of the role {messages[index].Role}; what is not shown cannot be learnt from. Take another template, or rows without such a message."));

    // Templates write contents as they are, or without white space at an end.
    private static IEnumerable<string> Forms(string content) => new[] { content, content.Trim(), content.TrimEnd(), content.TrimStart() }.Distinct();

    private RenderedMessage Answer(IReadOnlyList<ChatMessage> messages, string[] contents, JinjaRendering whole, CharacterSpan content, int index)
    {
        try
        {
            return new RenderedMessage(messages[index], content, Learnt(messages, contents, whole, content, index));
        }
        catch (ChatTemplateException fault)
        {
            return new RenderedMessage(messages[index], content, null) { Problem = fault.Message };
        }
    }

    private CharacterSpan Learnt(IReadOnlyList<ChatMessage> messages, string[] contents, JinjaRendering whole, CharacterSpan content, int index)
    {
        if (whole.Generations.Count > 0)
        {
            foreach (CharacterSpan generation in whole.Generations)
            {
                if (generation.Contains(content))
                {
                    return generation;
                }
            }

            throw new ChatTemplateException(Name, string.Create(
                CultureInfo.InvariantCulture, $"marks what the model writes, and answer {index + 1} stands in none of these marks."));
        }

        ChatMessage[] before = [.. messages.Take(index)];
        int start = Prefix(Run(before, contents[..index], addGenerationPrompt: true).Text, whole.Text, index, "before");
        int end = index + 1 == messages.Count ? whole.Text.Length : Prefix(Run([.. messages.Take(index + 1)], contents[..(index + 1)], addGenerationPrompt: false).Text, whole.Text, index, "with");

        // White space behind the mark that ends the turn belongs to the next one.
        int trimmed = start + whole.Text.AsSpan(start, end - start).TrimEnd().Length;
        return new CharacterSpan(Math.Min(start, content.Start), Math.Max(content.End, trimmed));
    }

    private int Prefix(string prefix, string whole, int index, string what) => whole.StartsWith(prefix, StringComparison.Ordinal)
        ? prefix.Length
        : throw new ChatTemplateException(Name, string.Create(
            CultureInfo.InvariantCulture,
            $"renders the conversation {what} answer {index + 1} otherwise than within the whole, so that what the model writes cannot be told; ")
            + "mark it in the template with {% generation %} … {% endgeneration %}, or learn the last answer alone.");
}
