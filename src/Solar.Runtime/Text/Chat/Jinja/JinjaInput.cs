using System.Collections.Generic;
using System.Linq;

namespace Solar.Runtime.Text.Chat.Jinja;

/// <summary>What a filter, test, method or function is given.</summary>
/// <param name="Name">Its name, for messages.</param>
/// <param name="Value">What it is applied to; null for a function.</param>
/// <param name="Positional">Values by place.</param>
/// <param name="Named">Values by name.</param>
/// <param name="Budget">What may be taken.</param>
internal sealed record JinjaInput(
    string Name, object? Value, IReadOnlyList<object?> Positional, IReadOnlyDictionary<string, object?> Named, JinjaBudget Budget)
{
    /// <summary>A value, by its place or name; undefined where it is not given.</summary>
    public object? this[int place, string name] => place < Positional.Count ? Positional[place]
        : Named.TryGetValue(name, out object? value) ? value
        : new JinjaUndefined(name);

    /// <summary>Whether a value is given.</summary>
    public bool Has(int place, string name) => place < Positional.Count || Named.ContainsKey(name);

    /// <summary>What it is applied to, as a text.</summary>
    /// <exception cref="JinjaProblem">It is none.</exception>
    public string Text => TextOf(Value, "what stands before it");

    /// <summary>A value as a text.</summary>
    public string TextAt(int place, string name) => TextOf(this[place, name], $"its '{name}'");

    /// <summary>A value as a text, or what it is where it is not given.</summary>
    public string TextAt(int place, string name, string otherwise) => Has(place, name) ? TextAt(place, name) : otherwise;

    /// <summary>Whether more is given than is known.</summary>
    /// <exception cref="JinjaProblem">It is.</exception>
    public void Takes(int most, params string[] names)
    {
        string? unknown = Named.Keys.FirstOrDefault(name => !names.Contains(name));
        if (Positional.Count > most || unknown is not null)
        {
            throw new JinjaProblem(unknown is not null
                ? $"'{Name}' takes no '{unknown}' here"
                : $"'{Name}' takes {most} values at most, and {Positional.Count} are given");
        }
    }

    private string TextOf(object? value, string what) => value switch
    {
        string text => text,
        _ => throw new JinjaProblem($"'{Name}' needs a text, and {what} is {JinjaValues.Kind(value)}"),
    };
}
