using System;
using System.Collections.Generic;
using System.Linq;
using Solar.Compiler.Reading.Yaml;
using Solar.Families;
using Solar.Specs;
using Solar.Validation;

namespace Solar.Compiler.Reading;

/// <summary>Reads recipes, as nodes <c>{ upscale: Base, drop_top: 8, drop_bottom: 8 }</c> and as expressions, and one within the other.</summary>
internal sealed class RecipeNodeReader(DeclarationReport report)
{
    /// <summary>The words that open a node, with the keys that go with them.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<string>> Words { get; } = RecipeVocabulary.Keys.ToDictionary(
        key => key,
        key => (IReadOnlyList<string>)(RecipeVocabulary.Find(key) is { } word ? [.. word.Parameters.Select(parameter => parameter.Key)] : LayersKeys.All),
        StringComparer.Ordinal);

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
        if (RecipeVocabulary.Find(word) is not { } recipe)
        {
            return ReadLayers(fields, element, entry, depth);
        }

        Recipe? source = ReadBase(entry, element + ".base", depth);
        var arguments = new RecipeArguments();
        bool isWhole = true;
        foreach (RecipeParameter parameter in recipe.Parameters)
        {
            if (fields.Find(parameter.Key) is not { } written)
            {
                continue;
            }

            if (ReadValue(written, parameter, $"{element}.{parameter.Key}") is { } value)
            {
                arguments.With(parameter.Key, value);
            }
            else
            {
                isWhole = false;
            }
        }

        if (recipe.Missing(arguments) is { } missing && fields.Find(missing.Key) is null)
        {
            isWhole = false;
            if (!fields.IsMeant(missing.Key))
            {
                report.Fault(Rules.MissingKey, element, entry.Key.Range, word, missing.Key);
            }
        }

        return source is not null && isWhole ? recipe.Make(source, arguments) : null;
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
    public static string QuoteAdvice(string recipe) =>
        $"{(recipe.Contains(": ") ? "': '" : "within { } and [ ] ','")} ends an unquoted text in YAML; write it in quotes: \"{recipe}\"";

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

    private RecipeValue? ReadValue(YamlEntry entry, RecipeParameter parameter, string element)
    {
        report.Mark(element, entry);
        if (parameter.IsList)
        {
            return ReadList(entry, element, parameter.Key, parameter.Expected) is { } items ? new RecipeValue(null, null, items) : null;
        }

        switch (parameter.Kind)
        {
            case RecipeValueKind.Number when ScalarReader.TryReadInteger(entry.Value, out long number):
                return new RecipeValue(number, null, default);
            case RecipeValueKind.Range when entry.Value is YamlScalar { IsNull: false, IsUnknown: false } range:
                return new RecipeValue(null, range.Value, default);
            case RecipeValueKind.Word when entry.Value is YamlScalar word && parameter.Choices.Contains(word.Value):
                return new RecipeValue(null, word.Value, default);
            default:
                string hint = entry.Value is YamlScalar { Value.Length: < 64 } text && Spelling.Nearest(text.Value, parameter.Choices) is { } nearest
                    ? $"; did you mean '{nearest}'?"
                    : "";
                report.Invalid(element, entry.Value, entry.ValueRange, parameter.Key, parameter.Expected + hint);
                return null;
        }
    }

    // { layers: A, ranges: [0..24, 8..32] }, or of several models { layers: [{ model: A, ranges: 0..16 }, …] }.
    private LayersRecipe? ReadLayers(Fields fields, string element, YamlEntry entry, int depth)
    {
        var parts = new List<LayersPart?>();
        if (entry.Value is YamlList list)
        {
            for (int i = 0; i < list.Items.Count; i++)
            {
                string path = list.Items.Count == 1 ? element : FormattableString.Invariant($"{element}.parts[{i}]");
                parts.Add(ReadPart(list.Items[i], list.Items[i].Range.IsEmpty ? entry.Key.Range : list.Items[i].Range, path, depth));
            }

            if (fields.Find("ranges") is { } ranges)
            {
                report.Fault(Rules.UnknownKey, element, ranges.Key.Range, "ranges", "layers", " of several models; write it beside each 'model'");
                return null;
            }

            if (list.Items.Count == 0)
            {
                report.Invalid(element, list, entry.ValueRange, LayersRecipe.Key, "at least one model");
                return null;
            }
        }
        else
        {
            Recipe? source = ReadBase(entry, element + ".base", depth);
            parts.Add(ReadRanges(fields, element, entry) is { } ranges && source is not null ? new LayersPart(source, ranges) : null);
        }

        NameReference?[] donors = [.. LayersKeys.Donors.Select(key => fields.Find(key) is { } donor
            ? References.Read(report, donor.Value, donor.ValueRange, $"{element}.{key}", key, "model, stage or merge")
            : null)];
        return parts.Contains(null)
            ? null
            : new LayersRecipe(parts.Select(part => part!).ToEquatableArray()) { Embeddings = donors[0], Norm = donors[1], Head = donors[2] };
    }

    private LayersPart? ReadPart(YamlNode node, TextRange at, string element, int depth)
    {
        if (node is not YamlMapping mapping)
        {
            report.Invalid(element, node, at, LayersRecipe.Key, "a model with its ranges, such as { model: A, ranges: [0..16] }");
            return null;
        }

        Fields fields = Fields.Read(report, mapping, LayersRecipe.Key, element, ["model", "ranges"]);
        if (fields.Find("model") is not { } model)
        {
            report.Fault(Rules.MissingKey, element, at, LayersRecipe.Key, "model");
            return null;
        }

        Recipe? source = ReadBase(model, element + ".base", depth);
        return ReadRanges(fields, element, model) is { } ranges && source is not null ? new LayersPart(source, ranges) : null;
    }

    private EquatableArray<string>? ReadRanges(Fields fields, string element, YamlEntry word)
    {
        if (fields.Find("ranges") is not { } entry)
        {
            report.Fault(Rules.MissingKey, element, word.Key.Range, LayersRecipe.Key, "ranges");
            return null;
        }

        report.Mark(element + ".ranges", entry);
        return ReadList(entry, element + ".ranges", "ranges", "a layer range such as '0..24', '8..' or '^8..'");
    }

    private EquatableArray<string>? ReadList(YamlEntry entry, string element, string key, string expected)
    {
        var read = new List<string>();
        IReadOnlyList<YamlNode> items = entry.Value is YamlList list ? list.Items : [entry.Value];
        for (int i = 0; i < items.Count; i++)
        {
            string path = FormattableString.Invariant($"{element}[{i}]");
            TextRange at = items[i].Range.IsEmpty ? entry.Key.Range : items[i].Range;
            report.Mark(path, at);
            if (items[i] is YamlScalar { IsNull: false, IsUnknown: false } item)
            {
                read.Add(item.Value);
            }
            else
            {
                report.Invalid(path, items[i], at, key, expected);
            }
        }

        return read.ToEquatableArray();
    }

    private static string Join(string parent, string word) => parent.Length == 0 ? word : parent + "." + word;
}
