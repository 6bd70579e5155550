using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using Solar.Specs;

namespace Solar.Compiler.Schema;

/// <summary>A JSON object under construction: members stay in the order in which they are added.</summary>
internal sealed class SchemaObject
{
    private readonly List<KeyValuePair<string, object>> _members = [];

    /// <summary>Adds a text, a number, a truth value, an object or a list of such; null adds nothing.</summary>
    public SchemaObject Add(string key, object? value)
    {
        if (value is not null)
        {
            _members.Add(new KeyValuePair<string, object>(key, value));
        }

        return this;
    }

    /// <summary>The text of the file, indented by two, with LF and a final line end.</summary>
    public override string ToString()
    {
        var json = new StringBuilder();
        Write(json, this, indent: "");
        return json.Append('\n').ToString();
    }

    private static void Write(StringBuilder json, object value, string indent)
    {
        switch (value)
        {
            case SchemaObject { _members.Count: > 0 } nested:
                WriteAll(json, nested._members, '{', '}', indent, (member, inner) =>
                {
                    json.Append(Json.Quote(member.Key)).Append(": ");
                    Write(json, member.Value, inner);
                });
                break;
            case SchemaObject:
                json.Append("{}");
                break;
            case IEnumerable<SchemaObject> list:
                WriteAll(json, [.. list], '[', ']', indent, (item, inner) => Write(json, item, inner));
                break;
            case IEnumerable<string> texts:
                json.Append('[').Append(string.Join(", ", texts.Select(Json.Quote))).Append(']');
                break;
            case string text:
                json.Append(Json.Quote(text));
                break;
            case bool flag:
                json.Append(flag ? "true" : "false");
                break;
            case ConfigValue scalar:
                json.Append(scalar.ToJson());
                break;
            case IConvertible number:
                json.Append(number.ToString(CultureInfo.InvariantCulture));
                break;
            default:
                throw new ArgumentException($"A {value.GetType().Name} is no JSON.", nameof(value));
        }
    }

    private static void WriteAll<T>(StringBuilder json, IReadOnlyList<T> items, char open, char close, string indent, Action<T, string> write)
    {
        string inner = indent + "  ";
        json.Append(open);
        for (int i = 0; i < items.Count; i++)
        {
            json.Append(i == 0 ? "\n" : ",\n").Append(inner);
            write(items[i], inner);
        }

        json.Append('\n').Append(indent).Append(close);
    }
}
