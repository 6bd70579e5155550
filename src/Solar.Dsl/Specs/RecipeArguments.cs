using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace Solar.Specs;

/// <summary>What was written for one parameter of a recipe: a whole number, a text, or a list of texts.</summary>
/// <param name="Number">The number; null for a text or a list.</param>
/// <param name="Text">The text; null for a number or a list.</param>
/// <param name="Items">The list; empty for a number or a text.</param>
public readonly record struct RecipeValue(long? Number, string? Text, EquatableArray<string> Items)
{
    /// <summary>The value as JSON.</summary>
    public string ToJson() => Number is { } number ? number.ToString(CultureInfo.InvariantCulture)
        : Text is { } text ? Json.Quote(text)
        : $"[{string.Join(", ", Items.Select(Json.Quote))}]";

    /// <summary>The value as an expression has it.</summary>
    public override string ToString() => Number is { } number ? number.ToString(CultureInfo.InvariantCulture)
        : Text is { } text ? text.Trim()
        : Items.Count == 1 ? Items[0].Trim()
        : $"[{string.Join(", ", Items.Select(item => item.Trim()))}]";
}

/// <summary>What was written for the parameters of a recipe, by their keys in YAML, in the order of the vocabulary.</summary>
public sealed class RecipeArguments : IEnumerable<KeyValuePair<string, RecipeValue>>
{
    private readonly List<KeyValuePair<string, RecipeValue>> _values = [];

    /// <summary>Adds a number; nothing where it is null.</summary>
    public RecipeArguments With(string key, long? number) => number is null ? this : With(key, new RecipeValue(number, null, default));

    /// <summary>Adds a text; nothing where it is null.</summary>
    public RecipeArguments With(string key, string? text) => text is null ? this : With(key, new RecipeValue(null, text, default));

    /// <summary>Adds a list; nothing where it is empty.</summary>
    public RecipeArguments With(string key, EquatableArray<string> items) => items.Count == 0 ? this : With(key, new RecipeValue(null, null, items));

    /// <summary>Adds a value.</summary>
    public RecipeArguments With(string key, RecipeValue value)
    {
        _values.Add(new KeyValuePair<string, RecipeValue>(key, value));
        return this;
    }

    /// <summary>The value of a key; null where it was not written.</summary>
    public RecipeValue? Find(string key)
    {
        foreach (KeyValuePair<string, RecipeValue> pair in _values)
        {
            if (string.Equals(pair.Key, key, StringComparison.Ordinal))
            {
                return pair.Value;
            }
        }

        return null;
    }

    /// <summary>The number of a key; null where it was not written.</summary>
    public long? Number(string key) => Find(key)?.Number;

    /// <summary>The text of a key; null where it was not written.</summary>
    public string? Text(string key) => Find(key)?.Text;

    /// <summary>The list of a key; empty where it was not written.</summary>
    public EquatableArray<string> Items(string key) => Find(key)?.Items ?? default;

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, RecipeValue>> GetEnumerator() => _values.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
