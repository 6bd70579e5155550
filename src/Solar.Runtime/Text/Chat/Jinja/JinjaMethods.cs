using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace Solar.Runtime.Text.Chat.Jinja;

/// <summary>Methods of texts, lists and dictionaries. Those that change what they belong to are not there: transformers' sandbox forbids them.</summary>
internal static class JinjaMethods
{
    private static readonly Dictionary<string, Func<JinjaInput, object?>> Texts = new(StringComparer.Ordinal)
    {
        ["strip"] = call => Strip(call, left: true, right: true),
        ["lstrip"] = call => Strip(call, left: true, right: false),
        ["rstrip"] = call => Strip(call, left: false, right: true),
        ["upper"] = call => call.Text.ToUpperInvariant(),
        ["lower"] = call => call.Text.ToLowerInvariant(),
        ["title"] = call => Title(call.Text),
        ["capitalize"] = call => Capitalized(call.Text),
        ["startswith"] = call => Any(call, (text, part) => text.StartsWith(part, StringComparison.Ordinal)),
        ["endswith"] = call => Any(call, (text, part) => text.EndsWith(part, StringComparison.Ordinal)),
        ["removeprefix"] = call => call.TextAt(0, "prefix") is var part && call.Text.StartsWith(part, StringComparison.Ordinal) ? call.Text[part.Length..] : call.Text,
        ["removesuffix"] = call => call.TextAt(0, "suffix") is var part && call.Text.EndsWith(part, StringComparison.Ordinal) ? call.Text[..^part.Length] : call.Text,
        ["replace"] = call => Replace(call),
        ["split"] = call => Split(call, fromRight: false),
        ["rsplit"] = call => Split(call, fromRight: true),
        ["splitlines"] = call => (List<object?>)[.. Lines(call.Text)],
        ["join"] = call => call.Budget.Made(string.Join(call.Text, JinjaValues.Items(call[0, "iterable"]).Select(JinjaValues.Text))),
        ["find"] = call => (long)call.Text.IndexOf(call.TextAt(0, "sub"), StringComparison.Ordinal),
        ["rfind"] = call => (long)call.Text.LastIndexOf(call.TextAt(0, "sub"), StringComparison.Ordinal),
        ["count"] = call => Count(call.Text, call.TextAt(0, "sub")),
        ["isdigit"] = call => call.Text.Length > 0 && call.Text.All(char.IsDigit),
        ["isalpha"] = call => call.Text.Length > 0 && call.Text.All(char.IsLetter),
        ["isalnum"] = call => call.Text.Length > 0 && call.Text.All(char.IsLetterOrDigit),
        ["isspace"] = call => call.Text.Length > 0 && call.Text.All(char.IsWhiteSpace),
        ["isupper"] = call => call.Text.Any(char.IsUpper) && !call.Text.Any(char.IsLower),
        ["islower"] = call => call.Text.Any(char.IsLower) && !call.Text.Any(char.IsUpper),
    };

    private static readonly Dictionary<string, Func<JinjaInput, object?>> Dicts = new(StringComparer.Ordinal)
    {
        ["items"] = call => (List<object?>)[.. Dict(call).Keys.Select(key => (object?)new List<object?> { key, Dict(call)[key] })],
        ["keys"] = call => (List<object?>)[.. Dict(call).Keys],
        ["values"] = call => (List<object?>)[.. Dict(call).Keys.Select(key => Dict(call)[key])],
        ["get"] = call => call.TextAt(0, "key") is var key && Dict(call).Has(key) ? Dict(call)[key] : call.Has(1, "default") ? call[1, "default"] : null,
        ["copy"] = call => JinjaDict.Of([.. Dict(call).Keys.Select(key => (key, Dict(call)[key]))]),
    };

    private static readonly Dictionary<string, Func<JinjaInput, object?>> Lists = new(StringComparer.Ordinal)
    {
        ["index"] = call => JinjaValues.Items(call.Value).FindIndex(item => JinjaValues.Equal(item, call[0, "value"])) is >= 0 and var index
            ? (long)index
            : throw new JinjaProblem("the list has no such item"),
        ["count"] = call => (long)JinjaValues.Items(call.Value).Count(item => JinjaValues.Equal(item, call[0, "value"])),
    };

    /// <summary>A method of a value; null where it has none of that name.</summary>
    public static JinjaFunction? Find(object? value, string name, JinjaBudget budget)
    {
        Dictionary<string, Func<JinjaInput, object?>>? known = Of(value);
        return known?.GetValueOrDefault(name) is { } method
            ? new JinjaFunction((positional, named) => method(new JinjaInput(name, value, positional, named, budget)))
            : null;
    }

    /// <summary>The methods that a value has, for messages.</summary>
    public static string Known(object? value) => Of(value) is { } known ? string.Join(", ", known.Keys.Order(StringComparer.Ordinal)) : "none";

    /// <summary>A text with each word's first letter as a capital.</summary>
    public static string Title(string text)
    {
        var title = new StringBuilder(text.Length);
        bool isInside = false;
        foreach (char character in text)
        {
            title.Append(isInside ? char.ToLowerInvariant(character) : char.ToUpperInvariant(character));
            isInside = char.IsLetter(character);
        }

        return title.ToString();
    }

    /// <summary>A text with a capital first letter.</summary>
    public static string Capitalized(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..].ToLowerInvariant();

    /// <summary>A text without white space, or some characters, at its ends.</summary>
    public static string Strip(JinjaInput call, bool left, bool right)
    {
        call.Takes(1, "chars");
        char[]? characters = call[0, "chars"] is string written ? written.ToCharArray() : null;
        string text = call.Text;
        text = left ? text.TrimStart(characters) : text;
        return right ? text.TrimEnd(characters) : text;
    }

    /// <summary>A text with parts of it replaced.</summary>
    public static string Replace(JinjaInput call)
    {
        string text = call.Text, old = call.TextAt(0, "old"), by = call.TextAt(1, "new");
        long most = call.Has(2, "count") ? JinjaValues.Whole(call[2, "count"], "its count") : -1;
        if (old.Length == 0)
        {
            throw new JinjaProblem("'replace' needs a text that is replaced");
        }

        call.Budget.Grow(text.Length + ((long)text.Length / old.Length * by.Length));
        if (most < 0)
        {
            return text.Replace(old, by, StringComparison.Ordinal);
        }

        for (int from = 0; most > 0 && text.IndexOf(old, from, StringComparison.Ordinal) is >= 0 and var at; most--)
        {
            text = text[..at] + by + text[(at + old.Length)..];
            from = at + by.Length;
        }

        return text;
    }

    private static Dictionary<string, Func<JinjaInput, object?>>? Of(object? value) => value switch
    {
        string => Texts,
        JinjaDict => Dicts,
        List<object?> => Lists,
        _ => null,
    };

    private static JinjaDict Dict(JinjaInput call) => (JinjaDict)call.Value!;

    private static bool Any(JinjaInput call, Func<string, string, bool> holds) => call[0, "prefix"] is List<object?> parts
        ? parts.Exists(part => part is string text && holds(call.Text, text))
        : holds(call.Text, call.TextAt(0, "prefix"));

    private static long Count(string text, string part)
    {
        long count = 0;
        for (int at = part.Length == 0 ? -1 : text.IndexOf(part, StringComparison.Ordinal); at >= 0; at = text.IndexOf(part, at + part.Length, StringComparison.Ordinal))
        {
            count++;
        }

        return count;
    }

    private static IEnumerable<string> Lines(string text)
    {
        string[] lines = text.ReplaceLineEndings("\n").Split('\n');
        return lines[^1].Length == 0 ? lines.SkipLast(1) : lines;
    }

    private static List<object?> Split(JinjaInput call, bool fromRight)
    {
        string text = call.Text;
        string? separator = call[0, "sep"] as string;
        long most = call.Has(1, "maxsplit") ? JinjaValues.Whole(call[1, "maxsplit"], "its maxsplit") : -1;
        if (separator is { Length: 0 })
        {
            throw new JinjaProblem($"'{call.Name}' needs a separator that is not empty");
        }

        List<string> parts = separator is not null ? [.. text.Split(separator)] : Words(text, most < 0 || fromRight ? -1 : most);
        if (most >= 0 && parts.Count > most + 1 && separator is not null)
        {
            parts = fromRight
                ? [string.Join(separator, parts.Take(parts.Count - (int)most)), .. parts.Skip(parts.Count - (int)most)]
                : [.. parts.Take((int)most), string.Join(separator, parts.Skip((int)most))];
        }

        JinjaBudget.List(parts.Count);
        return [.. parts];
    }

    private static List<string> Words(string text, long most)
    {
        List<string> words = [];
        int at = 0;
        while (true)
        {
            while (at < text.Length && char.IsWhiteSpace(text[at]))
            {
                at++;
            }

            if (at == text.Length)
            {
                return words;
            }

            if (words.Count == most)
            {
                words.Add(text[at..].TrimEnd());
                return words;
            }

            int start = at;
            while (at < text.Length && !char.IsWhiteSpace(text[at]))
            {
                at++;
            }

            words.Add(text[start..at]);
        }
    }
}
