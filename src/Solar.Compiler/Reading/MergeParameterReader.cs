using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Solar.Compiler.Reading.Yaml;
using Solar.Families;
using Solar.Specs;
using Solar.Validation;

namespace Solar.Compiler.Reading;

/// <summary>
/// Reads a parameter of a merge as mergekit spells it: one value, a list that is a gradient over the layers, or a list of
/// <c>{ filter, value }</c>, of which the first that fits counts; or, by its plural name, one value a model.
/// </summary>
internal sealed class MergeParameterReader(DeclarationReport report, MergeParameters parameters, string word, int models)
{
    private static readonly ConfigKey Number = new("value", "Value", ConfigKind.Number, null, "");

    private static readonly ConfigKey Flag = new("value", "Value", ConfigKind.Boolean, null, "");

    private const string Expected = "a number, true or false; a list of them, a gradient over the layers; or a list of { filter: …, value: … }";

    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);

    /// <summary>Whether plural names are known, which list one value a model.</summary>
    public bool TakesLists { get; init; } = true;

    /// <summary>Reads one parameter.</summary>
    /// <param name="entry">Its name and value.</param>
    /// <param name="owner">Path of what it belongs to.</param>
    public void Read(YamlEntry entry, string owner)
    {
        string name = entry.Key.Value;
        if (!_seen.Add(name))
        {
            report.Fault(Rules.DuplicateKey, MergePaths.Key(owner, name), entry.Key.Range, name);
            return;
        }

        report.Mark(MergePaths.Key(owner, name), entry.Key.Range);
        if (TakesLists && MergeVocabulary.Find(word)?.Keys.FirstOrDefault(key => key.Plural == name) is { } single)
        {
            ReadList(entry, single);
            return;
        }

        report.Mark($"{owner}.{name}", entry.ValueRange);
        ReadSettings(entry, owner, name);
    }

    private void ReadSettings(YamlEntry entry, string owner, string name)
    {
        if (entry.Value is YamlMapping single)
        {
            ReadConditional(single, owner, name);
        }
        else if (entry.Value is YamlList { Items: [YamlMapping, ..] items })
        {
            foreach (YamlNode item in items)
            {
                if (item is YamlMapping conditional)
                {
                    ReadConditional(conditional, owner, name);
                }
                else if (ReadValues(item, item.Range, parameters.Next(owner, name), name) is { } values)
                {
                    parameters.Add(owner, name, new MergeSetting(null, values.ToEquatableArray()));
                }
            }
        }
        else if (ReadValues(entry.Value, entry.ValueRange, parameters.Next(owner, name), name) is { } values)
        {
            parameters.Add(owner, name, new MergeSetting(null, values.ToEquatableArray()));
        }
    }

    private void ReadConditional(YamlMapping mapping, string owner, string name)
    {
        string setting = parameters.Next(owner, name);
        report.Mark(setting, mapping.Range);
        Fields fields = Fields.Read(report, mapping, name, setting, ["filter", "value"]);
        if (fields.Find("value") is not { } value)
        {
            report.Fault(Rules.MissingKey, setting, mapping.Range, name, "value");
            return;
        }

        string? filter = fields.Find("filter") is { } written
            ? References.ReadText(report, written, MergePaths.Filter(setting), "a text that tensors' names contain")
            : null;
        if (ReadValues(value.Value, value.ValueRange, setting, name) is { } values)
        {
            parameters.Add(owner, name, new MergeSetting(filter == "*" ? null : filter, values.ToEquatableArray()));
        }
    }

    private double[]? ReadValues(YamlNode node, TextRange at, string setting, string name)
    {
        if (node is YamlList { Items.Count: 0 })
        {
            report.Invalid(setting, node, at, name, Expected);
            return null;
        }

        IReadOnlyList<YamlNode> items = node is YamlList list ? list.Items : [node];
        var values = new List<double>();
        for (int i = 0; i < items.Count; i++)
        {
            TextRange place = items[i].Range.IsEmpty ? at : items[i].Range;
            report.Mark(MergePaths.Value(setting, i), place);
            if (Read(items[i]) is not { } value)
            {
                report.Invalid(MergePaths.Value(setting, i), items[i], place, name, Expected);
                return null;
            }

            values.Add(value);
        }

        return [.. values];
    }

    // weights: [0.7, 0.3]
    private void ReadList(YamlEntry entry, MergeKey key)
    {
        string element = $"{word}.{key.Plural}";
        report.Mark(element, entry);
        IReadOnlyList<YamlNode> items = entry.Value is YamlList list ? list.Items : [entry.Value];
        if (items.Count != models)
        {
            report.Fault(Rules.MergeValuesCount, element, entry.ValueRange, items.Count.ToString(CultureInfo.InvariantCulture), key.Plural!, models);
            return;
        }

        for (int i = 0; i < items.Count; i++)
        {
            string owner = MergePaths.Input(word, i);
            string value = MergePaths.Value(parameters.Next(owner, key.Name), 0);
            TextRange place = items[i].Range.IsEmpty ? entry.Key.Range : items[i].Range;
            report.Mark(value, place);
            if (Read(items[i]) is { } number)
            {
                parameters.Add(owner, key.Name, new MergeSetting(null, number));
            }
            else
            {
                report.Invalid(value, items[i], place, key.Plural!, "one number a model");
            }
        }
    }

    private static double? Read(YamlNode node) => ScalarReader.TryRead(node, Number, out ConfigValue number) ? number.AsNumber()
        : ScalarReader.TryRead(node, Flag, out ConfigValue flag) ? (flag.AsBoolean() ? 1 : 0)
        : null;
}
