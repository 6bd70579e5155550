using System.Collections.Generic;
using System.Collections.Immutable;
using System.Globalization;
using System.Linq;
using Solar.Specs;

namespace Solar.Generators.Diagnostics;

/// <summary>
/// Mends as the properties of a diagnostic. The code fixes are in an assembly of their own, since a compiler must not load what an editor
/// needs; these properties are all that passes between them.
/// </summary>
internal static class MendProperties
{
    private const string Prefix = "Solar.Mend.";
    private const char Separator = '\u001f';            // the unit separator, which no text of ours holds
    private const int PartsOfEdit = 4;

    /// <summary>The mends as properties.</summary>
    public static ImmutableDictionary<string, string?> Write(IEnumerable<PlacedMend> mends)
    {
        ImmutableDictionary<string, string?>.Builder properties = ImmutableDictionary.CreateBuilder<string, string?>();
        foreach (PlacedMend mend in mends)
        {
            IEnumerable<string> parts = mend.Edits.SelectMany(edit => new[] { edit.Path, Text(edit.Start), Text(edit.Length), edit.Text });
            properties.Add(Key(properties.Count), string.Join(Separator.ToString(), parts.Prepend(mend.Title).Select(part => part.Replace(Separator, ' '))));
        }

        return properties.ToImmutable();
    }

    /// <summary>The mends of a diagnostic's properties, in their order.</summary>
    public static IEnumerable<PlacedMend> Read(ImmutableDictionary<string, string?> properties)
    {
        for (int i = 0; properties.TryGetValue(Key(i), out string? text) && text is not null; i++)
        {
            string[] parts = text.Split(Separator);
            var edits = new List<PlacedEdit>();
            for (int first = 1; first + PartsOfEdit <= parts.Length; first += PartsOfEdit)
            {
                edits.Add(new PlacedEdit(parts[first], Number(parts[first + 1]), Number(parts[first + 2]), parts[first + 3]));
            }

            yield return new PlacedMend(parts[0], edits.ToEquatableArray());
        }
    }

    private static string Key(int index) => Prefix + Text(index);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
