using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using Solar.Families;
using Solar.Generators.Reading;
using Solar.Specs;

namespace Solar.Generators.Tests.Fuzzing;

/// <summary>Every word and key of the language, found where they are declared, so that a new one is fuzzed from its first day.</summary>
internal static class Vocabularies
{
    /// <summary>Words and keys, as YAML has them.</summary>
    public static IReadOnlyList<string> Words { get; } =
    [
        .. Word.All.SelectMany(word => new[] { word.Name, word.Attribute }),
        .. All().SelectMany(vocabulary => vocabulary.Keys).SelectMany(key => key.Name.Split('.')).Distinct(),
        .. typeof(Recipe).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Recipe))).Select(type => type.Name.Replace("Recipe", "", System.StringComparison.Ordinal)),
    ];

    // Static members of the language's assembly that are vocabularies, lists of them, or families.
    private static IEnumerable<Vocabulary> All() => Family.All.Select(family => family.Vocabulary).Concat(typeof(Vocabulary).Assembly.GetTypes()
        .Where(type => !type.ContainsGenericParameters)
        .SelectMany(type => type.GetProperties(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic))
        .Where(property => typeof(Vocabulary).IsAssignableFrom(property.PropertyType) || typeof(IEnumerable<Vocabulary>).IsAssignableFrom(property.PropertyType))
        .SelectMany(property => property.GetValue(null) switch
        {
            Vocabulary one => [one],
            IEnumerable<Vocabulary> many => many,
            _ => [],
        }));
}
