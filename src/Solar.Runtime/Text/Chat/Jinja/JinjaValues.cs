using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;

namespace Solar.Runtime.Text.Chat.Jinja;

/// <summary>What has no value: a name that nothing was set to, or a field that is not there. It is written as nothing, and false.</summary>
/// <param name="Name">What was looked for.</param>
internal sealed record JinjaUndefined(string Name);

/// <summary>Names with values, in the order in which they came.</summary>
internal class JinjaDict
{
    private readonly List<string> _keys = [];
    private readonly Dictionary<string, object?> _values = new(StringComparer.Ordinal);

    /// <summary>The names.</summary>
    public IReadOnlyList<string> Keys => _keys;

    /// <summary>The value of a name.</summary>
    public object? this[string key]
    {
        get => _values[key];
        set
        {
            if (!_values.ContainsKey(key))
            {
                _keys.Add(key);
            }

            _values[key] = value;
        }
    }

    /// <summary>Whether there is such a name.</summary>
    public bool Has(string key) => _values.ContainsKey(key);

    /// <summary>Makes one of pairs.</summary>
    public static JinjaDict Of(params (string Key, object? Value)[] items)
    {
        JinjaDict dict = new();
        foreach ((string key, object? value) in items)
        {
            dict[key] = value;
        }

        return dict;
    }
}

/// <summary>What <c>namespace()</c> makes: the one thing that can be set within a loop and read behind it.</summary>
internal sealed class JinjaNamespace : JinjaDict;

/// <summary>A function of a template.</summary>
/// <param name="call">Runs it with positional and named values.</param>
internal sealed class JinjaFunction(Func<IReadOnlyList<object?>, IReadOnlyDictionary<string, object?>, object?> call)
{
    /// <summary>Runs it.</summary>
    public object? Call(IReadOnlyList<object?> positional, IReadOnlyDictionary<string, object?> named) => call(positional, named);
}

/// <summary>Something that Python does not do with these values; its place is added where it is caught.</summary>
internal sealed class JinjaProblem(string message) : Exception(message);

/// <summary>Values as Python has them: null is None; bool, long, double, string, lists, <see cref="JinjaDict"/>.</summary>
internal static class JinjaValues
{
    /// <summary>Whether a value counts as true.</summary>
    public static bool IsTrue(object? value) => value switch
    {
        null or JinjaUndefined => false,
        bool flag => flag,
        long number => number != 0,
        double number => number != 0,
        string text => text.Length > 0,
        List<object?> list => list.Count > 0,
        JinjaNamespace => true,
        JinjaDict dict => dict.Keys.Count > 0,
        _ => true,
    };

    /// <summary>A value as it is written.</summary>
    public static string Text(object? value) => value switch
    {
        string text => text,
        JinjaUndefined => "",
        _ => Repr(value, 0),
    };

    /// <summary>What a value is, in a word.</summary>
    public static string Kind(object? value) => value switch
    {
        null => "none",
        JinjaUndefined missing => $"undefined ('{missing.Name}')",
        bool => "a truth value",
        long or double => "a number",
        string => "a text",
        List<object?> => "a list",
        JinjaNamespace => "a namespace",
        JinjaDict => "a dictionary",
        _ => "a function",
    };

    /// <summary>Whether two values are equal.</summary>
    public static bool Equal(object? left, object? right)
    {
        if (Number(left) is { } one && Number(right) is { } other)
        {
            return one.Equals(other);
        }

        return (left, right) switch
        {
            (null, null) => true,
            (string a, string b) => string.Equals(a, b, StringComparison.Ordinal),
            (List<object?> a, List<object?> b) => a.Count == b.Count && a.Zip(b).All(pair => Equal(pair.First, pair.Second)),
            (JinjaUndefined, JinjaUndefined) => true,
            (JinjaNamespace, _) or (_, JinjaNamespace) => ReferenceEquals(left, right),
            (JinjaDict a, JinjaDict b) => a.Keys.Count == b.Keys.Count && a.Keys.All(key => b.Has(key) && Equal(a[key], b[key])),
            _ => ReferenceEquals(left, right),
        };
    }

    /// <summary>The order of two values.</summary>
    /// <exception cref="JinjaProblem">They have none.</exception>
    public static int Compare(object? left, object? right)
    {
        if (Number(left) is { } one && Number(right) is { } other)
        {
            return one.CompareTo(other);
        }

        return left is string a && right is string b ? string.CompareOrdinal(a, b) : throw new JinjaProblem($"{Kind(left)} and {Kind(right)} have no order");
    }

    /// <summary>A number, or null; a truth value is 1 or 0, as in Python.</summary>
    public static double? Number(object? value) => value switch
    {
        long number => number,
        double number => number,
        bool flag => flag ? 1 : 0,
        _ => null,
    };

    /// <summary>A whole number.</summary>
    /// <exception cref="JinjaProblem">It is none.</exception>
    public static long Whole(object? value, string what) => value switch
    {
        long number => number,
        bool flag => flag ? 1 : 0,
        _ => throw new JinjaProblem($"{what} is {Kind(value)}, not a whole number"),
    };

    /// <summary>What a loop goes through.</summary>
    /// <exception cref="JinjaProblem">It goes through nothing.</exception>
    public static List<object?> Items(object? value) => value switch
    {
        List<object?> list => list,
        string text => Runes(text),
        JinjaDict dict => [.. dict.Keys],
        JinjaUndefined => [],
        _ => throw new JinjaProblem($"{Kind(value)} has no items"),
    };

    /// <summary>The same for an item or a slice: a long text is not taken apart.</summary>
    public static IReadOnlyList<object?> Characters(object? value) =>
        value is string text && !text.AsSpan().ContainsAnyInRange('\ud800', '\udfff') ? new CharacterList(text) : Items(value);

    private static List<object?> Runes(string text)
    {
        JinjaBudget.List(text.Length);
        return [.. text.EnumerateRunes().Select(rune => (object?)rune.ToString())];
    }

    private sealed class CharacterList(string text) : IReadOnlyList<object?>
    {
        public int Count => text.Length;

        public object? this[int index] => text[index].ToString();

        public IEnumerator<object?> GetEnumerator() => text.Select(character => (object?)character.ToString()).GetEnumerator();

        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
    }

    /// <summary>Whether a value is among another's items.</summary>
    public static bool Contains(object? all, object? one) => all switch
    {
        string text => one is string part ? text.Contains(part, StringComparison.Ordinal) : throw new JinjaProblem($"{Kind(one)} cannot be in a text"),
        JinjaDict dict => one is string key && dict.Has(key),
        _ => Items(all).Exists(item => Equal(item, one)),
    };

    // As Python's repr writes it within lists and dictionaries.
    private static string Repr(object? value, int depth)
    {
        if (depth > 50)
        {
            throw new JinjaProblem("lists within lists are too deep to be written");
        }

        return value switch
        {
            null => "None",
            bool flag => flag ? "True" : "False",
            long number => number.ToString(CultureInfo.InvariantCulture),
            double number => Float(number),
            string text when depth > 0 => Quoted(text),
            string text => text,
            List<object?> list => $"[{string.Join(", ", list.Select(item => Repr(item, depth + 1)))}]",
            JinjaDict dict => $"{{{string.Join(", ", dict.Keys.Select(key => $"{Quoted(key)}: {Repr(dict[key], depth + 1)}"))}}}",
            JinjaUndefined => "Undefined",
            _ => throw new JinjaProblem("a function cannot be written"),
        };
    }

    /// <summary>A number with a fraction as Python writes it.</summary>
    public static string Float(double number)
    {
        string text = number.ToString("R", CultureInfo.InvariantCulture);
        return text.All(character => character == '-' || char.IsAsciiDigit(character)) ? text + ".0" : text;
    }

    private static string Quoted(string text)
    {
        char quote = text.Contains('\'', StringComparison.Ordinal) && !text.Contains('"', StringComparison.Ordinal) ? '"' : '\'';
        var quoted = new StringBuilder().Append(quote);
        foreach (char character in text)
        {
            quoted.Append(character switch
            {
                '\n' => "\\n",
                '\t' => "\\t",
                '\r' => "\\r",
                '\\' => "\\\\",
                _ when character == quote => $"\\{character}",
                _ => character.ToString(),
            });
        }

        return quoted.Append(quote).ToString();
    }
}
