using System;
using System.Collections.Generic;
using System.Linq;
using Solar.Families;
using Solar.Specs;

namespace Solar.Generators.Reading;

/// <summary>What a word makes of a class.</summary>
internal enum WordKind
{
    /// <summary>A family's typed config.json.</summary>
    Architecture,

    /// <summary>A recipe over another model.</summary>
    Recipe,

    /// <summary>A training stage.</summary>
    Stage,

    /// <summary>A merge.</summary>
    Merge,

    /// <summary>A data set.</summary>
    Dataset,

    /// <summary>A component of a decoder.</summary>
    Component,

    /// <summary>It adds to a word of another kind.</summary>
    Secondary,
}

/// <summary>An attribute of the language.</summary>
/// <param name="Name">Its word in YAML, such as <c>initialize_from</c>.</param>
/// <param name="Kind">What it makes of a class.</param>
internal sealed record Word(string Name, WordKind Kind)
{
    /// <summary>Every word; of several on one class the first in this order is read.</summary>
    public static IReadOnlyList<Word> All { get; } =
    [
        .. Family.All.Select(family => new Word(family.ModelType, WordKind.Architecture)),
        new Word(Family.Decoding.ModelType, WordKind.Architecture),
        new Word("from_config", WordKind.Architecture),
        .. RecipeVocabulary.Keys.Select(key => new Word(key, WordKind.Recipe)),
        new Word("recipe", WordKind.Recipe),
        .. Stages().Select(kind => new Word(StageVocabulary.Of(kind).Name, WordKind.Stage)),
        .. MergeVocabulary.All.Select(method => new Word(method.Name, WordKind.Merge) { Attribute = method.AttributeName }),
        new Word(MergeVocabulary.Custom, WordKind.Merge),
        .. DatasetVocabulary.All.Select(vocabulary => new Word(vocabulary.Name, WordKind.Dataset)),
        .. DecoderVocabulary.Components.Select(component => new Word(component.Name, WordKind.Component)),
        new Word("weights", WordKind.Secondary),
        new Word("initialize_from", WordKind.Secondary),
        new Word("expect", WordKind.Secondary),
        new Word("merge_parameter", WordKind.Secondary) { IsRepeatable = true },
        new Word("merge_slice", WordKind.Secondary) { IsRepeatable = true },
        new Word("check_against", WordKind.Secondary),
    ];

    private static readonly Dictionary<string, (Word Word, int Order)> ByMetadataName =
        All.Select((word, order) => (word, order)).ToDictionary(pair => pair.word.MetadataName, pair => pair, StringComparer.Ordinal);

    /// <summary>Its name in C#, such as <c>InitializeFrom</c>.</summary>
    public string Attribute { get; init; } = string.Concat(Name.Split('_').Select(part => char.ToUpperInvariant(part[0]) + part.Substring(1)));

    /// <summary>Full name of its attribute's class.</summary>
    public string MetadataName => $"Solar.{Attribute}Attribute";

    /// <summary>Whether a class may have it more than once.</summary>
    public bool IsRepeatable { get; init; }

    /// <summary>Its place among <see cref="All"/>.</summary>
    public int Order => ByMetadataName[MetadataName].Order;

    /// <summary>Whether it says what the class is.</summary>
    public bool IsPrimary => Kind is not (WordKind.Secondary or WordKind.Component);

    /// <summary>The word of an attribute's class, or null.</summary>
    public static Word? Find(string metadataName) => ByMetadataName.TryGetValue(metadataName, out (Word Word, int Order) known) ? known.Word : null;

    /// <inheritdoc/>
    public override string ToString() => $"[{Attribute}]";

    private static IEnumerable<StageKind> Stages() => Enum.GetValues(typeof(StageKind)).Cast<StageKind>();
}
