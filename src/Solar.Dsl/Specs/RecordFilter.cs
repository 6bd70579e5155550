using System;
using System.Globalization;
using System.Text;

namespace Solar.Specs;

/// <summary>Which records of a data set are taken: conditions on fields that all have to hold.</summary>
/// <param name="Conditions">The conditions.</param>
public sealed record RecordFilter(EquatableArray<RecordCondition> Conditions)
{
    /// <summary>Takes every record.</summary>
    public static RecordFilter All { get; } = new(default(EquatableArray<RecordCondition>));

    /// <summary>Reads <c>lang == 'en' and meta.score &gt;= 0.5</c>. Nothing written takes every record.</summary>
    /// <param name="text">What was written.</param>
    /// <param name="filter">The filter; null where it cannot be read.</param>
    /// <param name="problem">What was found and what was expected; empty where it can.</param>
    public static bool TryParse(string text, out RecordFilter? filter, out string problem)
    {
        var parser = new RecordFilterParser(text);
        filter = parser.Parse();
        problem = parser.Problem;
        return filter is not null;
    }
}

/// <summary>A condition on one field of a record.</summary>
/// <param name="Field">The field; a dot leads into an object, as in <c>meta.lang</c>.</param>
/// <param name="Comparison">How it is compared: <c>==</c>, <c>!=</c>, <c>&lt;</c>, <c>&lt;=</c>, <c>&gt;</c>, <c>&gt;=</c> or <c>contains</c>.</param>
/// <param name="Value">With what; a field that is not there is null.</param>
public sealed record RecordCondition(string Field, string Comparison, ConfigValue Value);

/// <summary>Reads filters, and says where one cannot be read.</summary>
internal sealed class RecordFilterParser(string text)
{
    private static readonly string[] Comparisons = ["==", "!=", "<=", ">=", "<", ">", "contains"];
    private int _position;

    public string Problem { get; private set; } = "";

    public RecordFilter? Parse()
    {
        SkipSpace();
        if (_position == text.Length)
        {
            return RecordFilter.All;
        }

        var conditions = new System.Collections.Generic.List<RecordCondition>();
        while (true)
        {
            if (Condition() is not { } condition)
            {
                return null;
            }

            conditions.Add(condition);
            SkipSpace();
            if (_position == text.Length)
            {
                return new RecordFilter(conditions.ToEquatableArray());
            }

            if (!Take("and"))
            {
                return Expected("'and' or the end") as RecordFilter;
            }
        }
    }

    private RecordCondition? Condition()
    {
        if (Name() is not { } field)
        {
            return Expected("the name of a field") as RecordCondition;
        }

        foreach (string comparison in Comparisons)
        {
            if (Take(comparison))
            {
                return Value() is { } value
                    ? new RecordCondition(field, comparison, value)
                    : Expected("a number, a 'text' in single quotes, true, false or null") as RecordCondition;
            }
        }

        return Expected("==, !=, <, <=, >, >= or contains") as RecordCondition;
    }

    private string? Name()
    {
        SkipSpace();
        int start = _position;
        while (_position < text.Length && (char.IsLetterOrDigit(text[_position]) || text[_position] is '_' or '.' or '-'))
        {
            _position++;
        }

        return _position > start ? text.Substring(start, _position - start) : null;
    }

    private ConfigValue? Value()
    {
        SkipSpace();
        if (_position < text.Length && text[_position] == '\'')
        {
            return Quoted();
        }

        int start = _position;
        while (_position < text.Length && (char.IsLetterOrDigit(text[_position]) || text[_position] is '.' or '-' or '+'))
        {
            _position++;
        }

        string word = text.Substring(start, _position - start);
        ConfigValue? value = word switch
        {
            "true" => ConfigValue.Of(true),
            "false" => ConfigValue.Of(false),
            "null" => ConfigValue.Null,
            _ when double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && !double.IsInfinity(number) && !double.IsNaN(number) =>
                ConfigValue.Of(number),
            _ => null,
        };
        if (value is null)
        {
            _position = start;
        }

        return value;
    }

    // Two quotes stand for one.
    private ConfigValue? Quoted()
    {
        int start = _position++;
        var quoted = new StringBuilder();
        while (_position < text.Length)
        {
            char character = text[_position++];
            if (character != '\'')
            {
                quoted.Append(character);
            }
            else if (_position < text.Length && text[_position] == '\'')
            {
                quoted.Append(text[_position++]);
            }
            else
            {
                return ConfigValue.Of(quoted.ToString());
            }
        }

        _position = start;
        return null;
    }

    // A word ends where no letter follows: 'android' is no 'and'.
    private bool Take(string word)
    {
        SkipSpace();
        int end = _position + word.Length;
        bool isThere = string.CompareOrdinal(text, _position, word, 0, word.Length) == 0
            && !(char.IsLetter(word[0]) && end < text.Length && char.IsLetterOrDigit(text[end]));
        _position = isThere ? end : _position;
        return isThere;
    }

    private void SkipSpace()
    {
        while (_position < text.Length && char.IsWhiteSpace(text[_position]))
        {
            _position++;
        }
    }

    private object? Expected(string what)
    {
        SkipSpace();
        string found = _position == text.Length ? "the end" : $"'{text.Substring(_position, Math.Min(12, text.Length - _position))}'";
        Problem = FormattableString.Invariant($"expected {what} at character {_position + 1}, found {found}");
        return null;
    }
}
