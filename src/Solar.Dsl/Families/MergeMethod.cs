using System.Collections.Generic;
using System.Linq;
using Solar.Specs;

namespace Solar.Families;

/// <summary>Whether a method merges differences from a base model.</summary>
public enum MergeBase
{
    /// <summary>It has none.</summary>
    None,

    /// <summary>It may have one.</summary>
    Optional,

    /// <summary>It needs one.</summary>
    Required,
}

/// <summary>One parameter of a merge method.</summary>
/// <param name="Key">Its name, kind, default, range and documentation.</param>
/// <param name="IsPerModel">Whether each model has a value of its own; else there is one for all.</param>
public sealed record MergeKey(ConfigKey Key, bool IsPerModel)
{
    /// <summary>Its name in YAML, as mergekit spells it.</summary>
    public string Name => Key.Name;

    /// <summary>Whether it must be written.</summary>
    public bool IsRequired { get; init; }

    /// <summary>Whether the least number itself is not allowed.</summary>
    public bool IsMinimumExclusive { get; init; }

    /// <summary>Whether the greatest number itself is not allowed.</summary>
    public bool IsMaximumExclusive { get; init; }

    /// <summary>Name of the shorthand that lists one value a model, such as <c>weights</c>; null of a parameter that is one for all.</summary>
    public string? Plural => !IsPerModel ? null : Name == "density" ? "densities" : Name + "s";

    /// <summary>C#'s name of the shorthand.</summary>
    public string? PluralProperty => Plural is { } plural ? CommonKeys.Pascal(plural) : null;

    /// <summary>The default as a number, truth values as 0 and 1; null where there is none.</summary>
    public double? DefaultNumber => Key.Default is not { IsNull: false } value ? null
        : value.Kind == ConfigKind.Boolean ? (value.AsBoolean() ? 1 : 0) : value.AsNumber();
}

/// <summary>A merge method: one table that attributes, YAML, the reader of mergekit's files and the rules share.</summary>
/// <param name="Name">Its word in YAML, as mergekit spells it.</param>
/// <param name="Documentation">One sentence for hover and schema.</param>
/// <param name="Keys">Its parameters.</param>
public sealed record MergeMethod(string Name, string Documentation, IReadOnlyList<MergeKey> Keys)
{
    /// <summary>Its attribute's name in C#, such as <c>DareTies</c>.</summary>
    public string AttributeName { get; init; } = CommonKeys.Pascal(Name);

    /// <summary>The least number of models, without the base.</summary>
    public int MinimumModels { get; init; } = 2;

    /// <summary>The greatest number of models, without the base.</summary>
    public int MaximumModels { get; init; } = int.MaxValue;

    /// <summary>Whether it merges differences from a base model.</summary>
    public MergeBase Base { get; init; }

    /// <summary>The parameter of a name, or null.</summary>
    public MergeKey? Find(string name) => Keys.FirstOrDefault(key => key.Name == name);
}
