using System;
using System.Collections.Generic;
using System.Linq;

namespace Solar.Specs;

/// <summary>The keys that somebody wrote, with their values, in ordinal order of the keys. Nested keys are joined by a dot.</summary>
/// <remarks>Keys are the canonical ones of the family's or stage's vocabulary; see <see cref="Vocabulary"/>.</remarks>
public sealed record ConfigValues(EquatableArray<ConfigEntry> Entries)
{
    /// <summary>Nothing written.</summary>
    public static ConfigValues Empty { get; } = new(default(EquatableArray<ConfigEntry>));

    /// <summary>Orders the pairs by key; of two with one key the last wins (readers report the doubled key).</summary>
    public static ConfigValues From(IEnumerable<KeyValuePair<string, ConfigValue>> pairs)
    {
        var sorted = new SortedDictionary<string, ConfigValue>(StringComparer.Ordinal);
        foreach (KeyValuePair<string, ConfigValue> pair in pairs)
        {
            sorted[pair.Key] = pair.Value;
        }

        return new ConfigValues(sorted.Select(pair => new ConfigEntry(pair.Key, pair.Value)).ToEquatableArray());
    }

    /// <summary>The value written for <paramref name="key"/>, or null where it was not written.</summary>
    public ConfigValue? Find(string key)
    {
        foreach (ConfigEntry entry in Entries)
        {
            if (entry.Key == key)
            {
                return entry.Value;
            }
        }

        return null;
    }

    /// <summary>The same values with <paramref name="key"/> set.</summary>
    public ConfigValues With(string key, ConfigValue value) =>
        From(Entries.Select(e => new KeyValuePair<string, ConfigValue>(e.Key, e.Value))
            .Concat([new KeyValuePair<string, ConfigValue>(key, value)]));
}

/// <summary>One written key.</summary>
/// <param name="Key">Canonical key, such as <c>rope_scaling.factor</c>.</param>
/// <param name="Value">Its value.</param>
public readonly record struct ConfigEntry(string Key, ConfigValue Value);
