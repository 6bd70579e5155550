using System;
using System.Collections.Generic;
using Solar.Compiler.Reading.Yaml;
using Solar.Specs;

namespace Solar.Compiler.Reading;

/// <summary>Reads names of other declarations, alone and in lists, and other single texts.</summary>
internal static class References
{
    /// <summary>A name; null (reported) where the node is none.</summary>
    public static NameReference? Read(DeclarationReport report, YamlNode node, TextRange at, string element, string key, string what)
    {
        report.Mark(element, at);
        if (node is YamlScalar { IsNull: false } scalar && NameScopes.IsName(scalar.Value))
        {
            return report.Names.Reference(scalar.Value);
        }

        report.Invalid(element, node, at, key, $"the name of a {what}");
        return null;
    }

    /// <summary>A list of names, or one name.</summary>
    /// <param name="report">Receives places and faults.</param>
    /// <param name="entry">The key and its value.</param>
    /// <param name="element">Path of the list; its items are at <c>element[0]</c> and so on.</param>
    /// <param name="what">What the names are of.</param>
    public static EquatableArray<NameReference> ReadList(DeclarationReport report, YamlEntry entry, string element, string what)
    {
        report.Mark(element, entry);
        var references = new List<NameReference>();
        IReadOnlyList<YamlNode> items = entry.Value is YamlList list ? list.Items : [entry.Value];
        for (int i = 0; i < items.Count; i++)
        {
            TextRange at = items[i].Range.IsEmpty ? entry.Key.Range : items[i].Range;
            if (Read(report, items[i], at, FormattableString.Invariant($"{element}[{i}]"), entry.Key.Value, what) is { } reference)
            {
                references.Add(reference);
            }
        }

        return references.ToEquatableArray();
    }

    /// <summary>A text that is not empty; null (reported) where the value is none.</summary>
    public static string? ReadText(DeclarationReport report, YamlEntry entry, string element, string expected)
    {
        report.Mark(element, entry);
        if (entry.Value is YamlScalar { IsNull: false, Value.Length: > 0 } scalar)
        {
            return scalar.Value;
        }

        report.Invalid(element, entry.Value, entry.ValueRange, entry.Key.Value, expected);
        return null;
    }
}
