using System;
using System.Collections.Generic;
using System.Linq;

namespace Solar.Specs;

/// <summary>One key that a declaration may write.</summary>
/// <param name="Name">Canonical name; a dot joins nested keys, such as <c>rope_scaling.factor</c>.</param>
/// <param name="PropertyName">The C# name of the same key.</param>
/// <param name="Kind">What values it takes; an <see cref="ConfigKind.Integer"/> is accepted for a <see cref="ConfigKind.Number"/>.</param>
/// <param name="Default">The value where the key is not written; null where the family computes it.</param>
/// <param name="Documentation">One sentence for hover and schema.</param>
public sealed record ConfigKey(string Name, string PropertyName, ConfigKind Kind, ConfigValue? Default, string Documentation)
{
    /// <summary>What kind of items a <see cref="ConfigKind.List"/> has.</summary>
    public ConfigKind ItemKind { get; init; }

    /// <summary>Whether <c>null</c> may be written.</summary>
    public bool IsNullable { get; init; }

    /// <summary>Other spellings that readers accept, such as the older <c>torch_dtype</c>.</summary>
    public EquatableArray<string> Aliases { get; init; }

    /// <summary>The texts that are allowed, where only some are.</summary>
    public EquatableArray<string> Choices { get; init; }

    /// <summary>Whether its default is the only value that is supported.</summary>
    public bool IsAlwaysDefault { get; init; }

    /// <summary>The least allowed number, if any.</summary>
    public double? Minimum { get; init; }

    /// <summary>The greatest allowed number, if any.</summary>
    public double? Maximum { get; init; }
}

/// <summary>The keys of one thing that can be declared: one table that the attributes, the YAML reader and the config reader share.</summary>
public sealed class Vocabulary
{
    private readonly Dictionary<string, ConfigKey> _byName = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ConfigKey> _byProperty = new(StringComparer.Ordinal);

    /// <summary>A vocabulary of the given keys, in the order in which they are written out.</summary>
    public Vocabulary(string name, IEnumerable<ConfigKey> keys)
    {
        Name = name;
        Keys = [.. keys];
        foreach (ConfigKey key in Keys)
        {
            _byName.Add(key.Name, key);
            _byProperty.Add(key.PropertyName, key);
            foreach (string alias in key.Aliases)
            {
                _byName.Add(alias, key);
            }
        }
    }

    /// <summary>The word that opens it, such as <c>llama</c> or <c>pretrain</c>.</summary>
    public string Name { get; }

    /// <summary>All keys, in their canonical order.</summary>
    public IReadOnlyList<ConfigKey> Keys { get; }

    /// <summary>The key of a YAML or config.json name, aliases included; null where there is none.</summary>
    public ConfigKey? Find(string name) => _byName.TryGetValue(name, out ConfigKey? key) ? key : null;

    /// <summary>The key of a C# property; null where there is none.</summary>
    public ConfigKey? FindProperty(string propertyName) => _byProperty.TryGetValue(propertyName, out ConfigKey? key) ? key : null;

    /// <summary>The known name nearest to a misspelt one, or null where none is near.</summary>
    public string? Nearest(string name) => Spelling.Nearest(name, Keys.Select(key => key.Name));

    /// <summary>The value in force: what was written, else the default; null where neither is.</summary>
    public ConfigValue? Value(ConfigValues written, string name) => written.Find(name) ?? Find(name)?.Default;
}
