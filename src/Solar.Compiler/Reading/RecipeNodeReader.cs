using System;
using System.Collections.Generic;
using Solar.Compiler.Reading.Yaml;
using Solar.Specs;
using Solar.Validation;

namespace Solar.Compiler.Reading;

/// <summary>Reads recipes, as nodes <c>{ upscale: Base, drop_top: 8, drop_bottom: 8 }</c> and as expressions, and one within the other.</summary>
internal sealed class RecipeNodeReader(DeclarationReport report)
{
    /// <summary>The words that open a node, with the keys that go with them.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<string>> Words { get; } = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal)
    {
        ["upscale"] = ["drop_top", "drop_bottom"],
        ["layers"] = ["ranges"],
    };

    /// <summary>Reads the node form out of the fields of its mapping; null (reported) where it is broken.</summary>
    /// <param name="word">Its word.</param>
    /// <param name="fields">The fields, the word's among them.</param>
    /// <param name="parent">Path of the node; empty for a whole declaration.</param>
    /// <param name="depth">How deep it is nested.</param>
    public Recipe? ReadNode(string word, Fields fields, string parent = "", int depth = 0)
    {
        string element = Join(parent, word);
        YamlEntry entry = fields.Find(word)!.Value;
        report.Mark(element, entry.Key.Range);
        Recipe? source = ReadBase(entry, element + ".base", depth);
        if (word == "upscale")
        {
            long? top = ReadDrop(fields, element, "drop_top", entry);
            long? bottom = ReadDrop(fields, element, "drop_bottom", entry);
            return source is not null && top is { } dropTop && bottom is { } dropBottom ? new UpscaleRecipe(source, dropTop, dropBottom) : null;
        }

        EquatableArray<string>? ranges = ReadRanges(fields, element, entry);
        return source is not null && ranges is { } read ? new LayersRecipe(source, read) : null;
    }

    /// <summary>Reads an expression; null (reported) where it is broken.</summary>
    /// <param name="scalar">The expression.</param>
    /// <param name="at">Where it stands.</param>
    /// <param name="element">Path of its place; empty for a whole declaration.</param>
    public Recipe? ReadExpression(YamlScalar scalar, TextRange at, string element)
    {
        if (report.IsUnquotedRecipe(scalar))
        {
            report.Mark(element, scalar.Range);
            string text = report.File.Slice(scalar.Range);
            report.Fault(Rules.MalformedRecipe, element, scalar.Range, QuoteAdvice(text), Quote(text));
            return null;
        }

        RecipeReading reading = RecipeExpressionReader.Read(scalar.Value, element, report.Names.Reference);
        foreach (RecipeElement part in reading.Elements)
        {
            report.Mark(part.Element, ScalarOffsets.Map(report.File, scalar, part.Start, part.Start + part.Length));
        }

        if (reading.Fault is { } fault)
        {
            TextRange range = scalar.Range.IsEmpty ? at : ScalarOffsets.Map(report.File, scalar, fault.Start, fault.Start + fault.Length);
            report.Fault(Rules.MalformedRecipe, element, range, fault.Message);
        }

        return reading.Recipe;
    }

    /// <summary>What to do about a recipe that lacks its quotes.</summary>
    public static string QuoteAdvice(string recipe) => $"': ' ends an unquoted text in YAML; write it in quotes: \"{recipe}\"";

    /// <summary>Puts a recipe that lacks its quotes into quotes.</summary>
    public static Mend Quote(string recipe) => Mend.ReplaceMarked("Write the recipe in quotes", Json.Quote(recipe));

    private Recipe? ReadBase(YamlEntry entry, string element, int depth)
    {
        if (depth == YamlLimits.Depth)
        {
            report.Fault(Rules.MalformedRecipe, element, entry.Key.Range, $"it is nested more than {YamlLimits.Depth} deep");
            return null;
        }

        switch (entry.Value)
        {
            case YamlScalar { IsNull: false, IsUnknown: false } scalar:
                return ReadExpression(scalar, entry.ValueRange, element);
            case YamlMapping mapping:
                report.Mark(element, mapping.Range);
                return ReadNested(mapping, element, depth);
            default:
                report.Mark(element, entry.ValueRange);
                report.Invalid(element, entry.Value, entry.ValueRange, entry.Key.Value, "the name of a model, or a recipe");
                return null;
        }
    }

    private Recipe? ReadNested(YamlMapping mapping, string element, int depth)
    {
        string? word = null;
        foreach (YamlEntry entry in mapping.Entries)
        {
            word ??= Words.ContainsKey(entry.Key.Value) ? entry.Key.Value : null;
        }

        if (word is null)
        {
            string known = Suggestion.List([.. Words.Keys], "or");
            report.Fault(Rules.MalformedRecipe, element, mapping.Range, $"it has none of the words {known}");
            return null;
        }

        return ReadNode(word, Fields.Read(report, mapping, word, element, [word, .. Words[word]]), element, depth + 1);
    }

    private long? ReadDrop(Fields fields, string element, string key, YamlEntry word)
    {
        if (fields.Find(key) is not { } entry)
        {
            report.Fault(Rules.MissingKey, element, word.Key.Range, word.Key.Value, key);
            return null;
        }

        report.Mark($"{element}.{key}", entry);
        if (ScalarReader.TryReadInteger(entry.Value, out long drop))
        {
            return drop;
        }

        report.Invalid($"{element}.{key}", entry.Value, entry.ValueRange, key, "a whole number");
        return null;
    }

    private EquatableArray<string>? ReadRanges(Fields fields, string element, YamlEntry word)
    {
        if (fields.Find("ranges") is not { } entry)
        {
            report.Fault(Rules.MissingKey, element, word.Key.Range, word.Key.Value, "ranges");
            return null;
        }

        report.Mark(element + ".ranges", entry);
        var ranges = new List<string>();
        IReadOnlyList<YamlNode> items = entry.Value is YamlList list ? list.Items : [entry.Value];
        for (int i = 0; i < items.Count; i++)
        {
            string path = FormattableString.Invariant($"{element}.ranges[{i}]");
            TextRange at = items[i].Range.IsEmpty ? entry.Key.Range : items[i].Range;
            report.Mark(path, at);
            if (items[i] is YamlScalar { IsNull: false, IsUnknown: false } range)
            {
                ranges.Add(range.Value);
            }
            else
            {
                report.Invalid(path, items[i], at, "ranges", "a layer range such as '0..24', '8..' or '^8..'");
            }
        }

        return ranges.ToEquatableArray();
    }

    private static string Join(string parent, string word) => parent.Length == 0 ? word : parent + "." + word;
}
