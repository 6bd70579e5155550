using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using Solar.Runtime.Text.Chat;

namespace Solar.Lab.Export;

/// <summary>A built-in template in Jinja, as transformers reads it from <c>chat_template.jinja</c> beside a tokenizer.</summary>
internal static class TemplateJinja
{
    /// <summary>The text of the file of a built-in template.</summary>
    /// <param name="name">The template's name.</param>
    /// <param name="addsBos">Whether texts begin with the begin token where the template does not write it.</param>
    public static string Of(string name, bool addsBos) => Of(BuiltInTemplates.Find(name) ?? throw new ArgumentException($"There is no built-in template '{name}'.", nameof(name)), addsBos);

    /// <summary>The text of the file. Answers stand in <c>generation</c> blocks, by which engines know what is learnt.</summary>
    /// <param name="format">The template.</param>
    /// <param name="addsBos">Whether texts begin with the begin token where the template does not write it.</param>
    public static string Of(TurnFormat format, bool addsBos)
    {
        var text = new StringBuilder();
        string begin = addsBos && !WritesBos(format) ? TurnFormat.Bos + format.Begin : format.Begin;
        text.Append(Out(begin));
        if (format.DefaultSystem is { } system)
        {
            text.Append($"{{%- if messages[0]['role'] != 'system' %}}{Out(format.System!.Value.Before + system + format.System.Value.Behind)}{{%- endif %}}");
        }

        text.Append("{%- for message in messages %}");
        text.Append("{%- if message['role'] == 'system' %}").Append(System(format));
        text.Append("{%- elif message['role'] == 'user' %}").Append(User(format));
        text.Append("{%- elif message['role'] == 'assistant' %}").Append(Answer(format));
        text.Append($"{{%- else %}}{Refusal("message['role']")}{{%- endif %}}{{%- endfor %}}");
        text.Append(format.BeforeAnswer.Length > 0 ? $"{{%- if add_generation_prompt %}}{Out(format.BeforeAnswer)}{{%- endif %}}" : "");

        // A line each; the mark at the left of every tag takes the line ends out again.
        return text.ToString().Replace("{%- elif", "\n{%- elif", StringComparison.Ordinal).Replace("{%- else", "\n{%- else", StringComparison.Ordinal)
            .Replace("{%- for", "\n{%- for", StringComparison.Ordinal).Replace("{%- if message['role']", "\n{%- if message['role']", StringComparison.Ordinal)
            .Replace("{%- endfor", "\n{%- endfor", StringComparison.Ordinal).Replace("{%- if add_", "\n{%- if add_", StringComparison.Ordinal).TrimStart('\n');
    }

    private static bool WritesBos(TurnFormat format) =>
        format.Begin.Contains(TurnFormat.Bos, StringComparison.Ordinal) || format.User.Before.Contains(TurnFormat.Bos, StringComparison.Ordinal);

    private static string System(TurnFormat format) => format switch
    {
        { System: { } turn } => Out(turn.Before, Content(format), turn.Behind),
        { SystemInUser: not null } => "",
        _ => Refusal("'system'"),
    };

    private static string User(TurnFormat format)
    {
        string content = Out(Content(format), format.User.Behind, isFirstCode: true);
        return format.SystemInUser is { } system
            ? $"{Out(format.User.Before)}{{%- if loop.index0 == 1 and messages[0]['role'] == 'system' %}}{Out(system.Before, Content(format, "messages[0]"), system.Behind)}{{%- endif %}}{content}"
            : Out(format.User.Before, Content(format), format.User.Behind);
    }

    private static string Answer(TurnFormat format) =>
        $"{Out(format.BeforeAnswer)}{{%- generation %}}{Out(format.AnswerLead, Content(format), format.EndOfAnswer)}{{%- endgeneration %}}{Out(format.BehindAnswer)}";

    private static string Content(TurnFormat format, string message = "message") => $"{message}['content']{(format.Trims ? " | trim" : "")}";

    private static string Refusal(string role) => $"{{{{- raise_exception('this template has no place for ' + {role}) }}}}";

    private static string Out(string text) => text.Length == 0 ? "" : $"{{{{- {string.Join(" + ", Literals(text))} }}}}";

    private static string Out(string before, string code, string behind) =>
        $"{{{{- {string.Join(" + ", [.. Literals(before), $"({code})", .. Literals(behind)])} }}}}";

    private static string Out(string code, string behind, bool isFirstCode) => isFirstCode ? Out("", code, behind) : Out(code);

    private static IEnumerable<string> Literals(string text)
    {
        foreach (string part in text.Replace(TurnFormat.Bos, "\0bos_token\0", StringComparison.Ordinal).Replace(TurnFormat.Eos, "\0eos_token\0", StringComparison.Ordinal).Split('\0').Where(part => part.Length > 0))
        {
            yield return part is "bos_token" or "eos_token"
                ? part
                : $"'{part.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal)}'";
        }
    }
}
