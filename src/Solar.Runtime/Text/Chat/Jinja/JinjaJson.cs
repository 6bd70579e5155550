using System.Collections.Generic;
using System.Globalization;
using System.Text;

namespace Solar.Runtime.Text.Chat.Jinja;

/// <summary><c>tojson</c> as transformers has it: Python's json.dumps that leaves characters as they are, and nothing escaped for HTML.</summary>
internal static class JinjaJson
{
    /// <summary>The filter.</summary>
    public static object? Filter(JinjaInput call)
    {
        call.Takes(1, "indent", "ensure_ascii", "separators", "sort_keys");
        int? indent = call[0, "indent"] is null or JinjaUndefined ? null : (int)JinjaValues.Whole(call[0, "indent"], "its indent");
        var text = new StringBuilder();
        Write(text, call.Value, indent is > 20 ? 20 : indent, 0, call);
        return call.Budget.Made(text.ToString());
    }

    private static void Write(StringBuilder text, object? value, int? indent, int depth, JinjaInput call)
    {
        call.Budget.Step();
        if (depth > 50)
        {
            throw new JinjaProblem("lists within lists are too deep to be written as JSON");
        }

        switch (value)
        {
            case List<object?> list:
                Enclosed(text, '[', ']', list, indent, depth, item => Write(text, item, indent, depth + 1, call));
                break;
            case JinjaDict dict:
                Enclosed(text, '{', '}', [.. dict.Keys], indent, depth, key =>
                {
                    Quote(text, (string)key!);
                    text.Append(": ");
                    Write(text, dict[(string)key!], indent, depth + 1, call);
                });
                break;
            case string written:
                Quote(text, written);
                break;
            default:
                text.Append(value switch
                {
                    null => "null",
                    bool flag => flag ? "true" : "false",
                    long number => number.ToString(CultureInfo.InvariantCulture),
                    double number => JinjaValues.Float(number),
                    _ => throw new JinjaProblem($"{JinjaValues.Kind(value)} cannot be written as JSON"),
                });
                break;
        }
    }

    private static void Enclosed(StringBuilder text, char begin, char end, List<object?> items, int? indent, int depth, System.Action<object?> write)
    {
        text.Append(begin);
        for (int i = 0; i < items.Count; i++)
        {
            text.Append(i == 0 ? "" : indent is null ? ", " : ",");
            Line(text, indent, depth + 1);
            write(items[i]);
        }

        if (items.Count > 0)
        {
            Line(text, indent, depth);
        }

        text.Append(end);
    }

    private static void Line(StringBuilder text, int? indent, int depth)
    {
        if (indent is { } width)
        {
            text.Append('\n').Append(' ', width * depth);
        }
    }

    private static void Quote(StringBuilder text, string value)
    {
        text.Append('"');
        foreach (char character in value)
        {
            switch (character)
            {
                case '"' or '\\':
                    text.Append('\\').Append(character);
                    break;
                case '\n':
                    text.Append("\\n");
                    break;
                case '\r':
                    text.Append("\\r");
                    break;
                case '\t':
                    text.Append("\\t");
                    break;
                case '\b':
                    text.Append("\\b");
                    break;
                case '\f':
                    text.Append("\\f");
                    break;
                case < ' ':
                    text.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}");
                    break;
                default:
                    text.Append(character);
                    break;
            }
        }

        text.Append('"');
    }
}
