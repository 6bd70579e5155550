using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Solar.Families;
using Solar.LayerMaps;
using Solar.Specs;

namespace Solar.Compiler.Reading;

/// <summary>Reads the arguments of a recipe after its base: by name or by position as C# has it, lists in brackets or one by one.</summary>
/// <param name="cursor">The expression.</param>
/// <param name="word">The recipe.</param>
/// <param name="element">Its path.</param>
/// <param name="mark">Told where each element stands.</param>
internal sealed class RecipeArgumentsReader(RecipeCursor cursor, RecipeWord word, string element, Action<string, int, int> mark)
{
    private readonly Dictionary<RecipeParameter, RecipeValue> _values = [];

    /// <summary>What was written, in the order of the vocabulary; null (reported) where it cannot be read.</summary>
    public RecipeArguments? Read()
    {
        for (int position = 0; cursor.TryTake(','); position++)
        {
            if (FindParameter(position) is not { } parameter || !ReadValue(parameter))
            {
                return null;
            }
        }

        var arguments = new RecipeArguments();
        foreach (RecipeParameter parameter in word.Parameters.Where(_values.ContainsKey))
        {
            arguments.With(parameter.Key, _values[parameter]);
        }

        return arguments;
    }

    private RecipeParameter? FindParameter(int position)
    {
        int before = cursor.Position;
        if (cursor.ReadName() is { } name && cursor.TryTake(':'))
        {
            RecipeParameter? named = word.Parameters.FirstOrDefault(parameter => parameter.Name == name.Text);
            if (named is null)
            {
                string[] known = [.. word.Parameters.Select(parameter => parameter.Name)];
                return Fault($"'{word.Name}' has no '{name.Text}'{Suggestion.For(name.Text, known)}", name);
            }

            return _values.ContainsKey(named) ? Fault($"'{named.Name}' is written twice", name) : named;
        }

        cursor.Return(before);
        RecipeParameter? last = word.Parameters[word.Parameters.Count - 1];
        RecipeParameter? at = position < word.Parameters.Count ? word.Parameters[position] : last.IsRest ? last : null;
        if (at is null)
        {
            string all = string.Join(", ", word.Parameters.Select(parameter => $"'{parameter.Name}'"));
            return Fault($"'{word.Name}' takes a base, {all}, and nothing else", cursor.ReadArgument());
        }

        return _values.ContainsKey(at) && !at.IsRest ? Fault($"'{at.Name}' is written twice", cursor.ReadArgument()) : at;
    }

    private bool ReadValue(RecipeParameter parameter)
    {
        string key = $"{element}.{parameter.Key}";
        if (!parameter.IsList)
        {
            RecipeToken token = cursor.ReadArgument();
            if (Parse(parameter, token) is not { } value)
            {
                return false;
            }

            mark(key, token.Start, token.End);
            _values[parameter] = value;
            return true;
        }

        List<string> items = [.. _values.TryGetValue(parameter, out RecipeValue earlier) ? earlier.Items : default];
        bool isBracketed = cursor.TryTake('[');
        int start = cursor.Position;
        do
        {
            RecipeToken token = cursor.ReadArgument();
            if (Parse(parameter, token) is not { Text: { } item })
            {
                return false;
            }

            if (!isBracketed)
            {
                start = token.Start;
            }

            mark(FormattableString.Invariant($"{key}[{items.Count}]"), token.Start, token.End);
            items.Add(item);
        }
        while (isBracketed && cursor.TryTake(','));

        if (isBracketed && !cursor.TryTake(']'))
        {
            cursor.Expect("',' or ']'");
            return false;
        }

        mark(key, start, cursor.Position);
        _values[parameter] = new RecipeValue(null, null, items.ToEquatableArray());
        return true;
    }

    private RecipeValue? Parse(RecipeParameter parameter, RecipeToken token)
    {
        string text = string.Concat(token.Text.Where(c => !char.IsWhiteSpace(c)));
        if (token.Text.Length == 0)
        {
            cursor.Report(parameter.Kind is RecipeValueKind.Number ? $"expected a whole number for '{parameter.Name}'" : $"expected {parameter.Expected}", token.Start, token.End);
            return null;
        }

        string? fault = parameter.Kind switch
        {
            RecipeValueKind.Number => TryParse(token.Text, out _) ? null : $"'{token.Text}' is no whole number",
            RecipeValueKind.Range or RecipeValueKind.Ranges => RangeFault(token.Text),
            RecipeValueKind.Word when !parameter.Choices.Contains(text) =>
                $"'{token.Text}' is none of {Suggestion.List(parameter.Choices, "and")}{Nearest(text, parameter)}",
            _ => null,
        };
        if (fault is not null)
        {
            cursor.Report(fault, token.Start, token.End);
            return null;
        }

        return parameter.Kind == RecipeValueKind.Number && TryParse(token.Text, out long number)
            ? new RecipeValue(number, null, default)
            : new RecipeValue(null, text, default);
    }

    /// <summary>What is wrong with the text of a layer range; null where nothing is.</summary>
    public static string? RangeFault(string text) =>
        LayerRange.TryParse(text, out _) ? null : $"'{text}' is no layer range such as '0..24', '8..' or '^8..'";

    private static string Nearest(string text, RecipeParameter parameter) =>
        Spelling.Nearest(text, parameter.Choices) is { } nearest ? $"; did you mean '{nearest}'?" : "";

    private static bool TryParse(string text, out long value) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value);

    private RecipeParameter? Fault(string message, RecipeToken token)
    {
        cursor.Report(message, token.Start, token.End);
        return null;
    }
}
