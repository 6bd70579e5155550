using System;
using System.Collections.Generic;

namespace Solar.Runtime.Text.Chat.Jinja;

/// <summary>Names that are set, and those around them. What a loop sets is gone behind it.</summary>
/// <param name="outer">The names around; null for none.</param>
internal sealed class JinjaScope(JinjaScope? outer)
{
    private readonly Dictionary<string, object?> _values = new(StringComparer.Ordinal);

    /// <summary>Sets a name here.</summary>
    public void Set(string name, object? value) => _values[name] = value;

    /// <summary>The value of a name, here or around.</summary>
    public object? Find(string name)
    {
        for (JinjaScope? scope = this; scope is not null; scope = scope.Outer)
        {
            if (scope._values.TryGetValue(name, out object? value))
            {
                return value;
            }
        }

        return new JinjaUndefined(name);
    }

    private JinjaScope? Outer => outer;
}
