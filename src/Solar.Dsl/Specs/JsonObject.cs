using System.Collections.Generic;
using System.Globalization;

namespace Solar.Specs;

/// <summary>A JSON object in the making, on one line.</summary>
internal sealed class JsonObject
{
    private readonly List<string> _members = [];

    /// <summary>Adds a member whose value is JSON already.</summary>
    public JsonObject Add(string key, string json)
    {
        _members.Add($"{Json.Quote(key)}: {json}");
        return this;
    }

    /// <summary>Adds a whole number; nothing where it is null.</summary>
    public JsonObject Add(string key, long? value) =>
        value is { } number ? Add(key, number.ToString(CultureInfo.InvariantCulture)) : this;

    /// <inheritdoc/>
    public override string ToString() => "{" + string.Join(", ", _members) + "}";
}
