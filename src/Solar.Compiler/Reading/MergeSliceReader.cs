using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Solar.Compiler.Reading.Yaml;
using Solar.Specs;
using Solar.Validation;

namespace Solar.Compiler.Reading;

/// <summary>
/// Reads the slices of a merge: <c>slices: [{ layers: [0..8, 8..16] }, { layers: [16..24, ~], t: 0.5 }]</c>. Each has one range a model,
/// null where the model takes no part, and may have parameters of its own.
/// </summary>
internal sealed class MergeSliceReader(DeclarationReport report, MergeParameters parameters, string word, int models)
{
    /// <summary>Reads the list.</summary>
    public MergeSlice[] Read(YamlEntry entry)
    {
        report.Mark(word + ".slices", entry);
        if (entry.Value is not YamlList list)
        {
            report.Invalid(word + ".slices", entry.Value, entry.ValueRange, "slices", "a list such as [{ layers: [0..8, 8..16] }]");
            return [];
        }

        return [.. list.Items.Select((item, i) => Read(item, MergePaths.Slice(word, i), i)).OfType<MergeSlice>()];
    }

    private MergeSlice? Read(YamlNode node, string element, int index)
    {
        report.Mark(element, node.Range);
        if (node is not YamlMapping mapping)
        {
            report.Invalid(element, node, node.Range, "slices", "a slice such as { layers: [0..8, 8..16] }");
            return null;
        }

        string[] own = ["layers", "base"];
        var known = new YamlMapping(mapping.Range);
        known.Entries.AddRange(mapping.Entries.Where(entry => own.Contains(entry.Key.Value)));
        Fields fields = Fields.Read(report, known, "slices", element, own);
        var reader = new MergeParameterReader(report, parameters, word, models) { TakesLists = false };
        foreach (YamlEntry parameter in mapping.Entries.Where(entry => !own.Contains(entry.Key.Value)))
        {
            reader.Read(parameter, element);
        }

        if (fields.Find("layers") is not { } layers)
        {
            report.Fault(Rules.MissingKey, element, mapping.Range, "slices", "layers");
            return null;
        }

        string[] ranges = ReadRanges(layers, index);
        return new MergeSlice(ranges
            .Select((range, i) => new MergeSliceSource(range) { Parameters = parameters.At(MergePaths.Source(word, index, i)) })
            .ToEquatableArray())
        {
            Base = fields.Find("base") is { } @base ? References.ReadText(report, @base, element + ".base", "a range such as 0..8") : null,
            Parameters = parameters.At(element),
        };
    }

    private string[] ReadRanges(YamlEntry layers, int slice)
    {
        IReadOnlyList<YamlNode> items = layers.Value is YamlList list ? list.Items : [layers.Value];
        if (items.Count != models)
        {
            report.Fault(
                Rules.MergeValuesCount, MergePaths.Slice(word, slice) + ".layers", layers.ValueRange,
                items.Count.ToString(CultureInfo.InvariantCulture), "layers", models);
        }

        var ranges = new List<string>();
        for (int i = 0; i < items.Count; i++)
        {
            string element = MergePaths.Source(word, slice, i);
            TextRange at = items[i].Range.IsEmpty ? layers.Key.Range : items[i].Range;
            report.Mark(element, at);
            ranges.Add(items[i] is YamlMapping mapping ? ReadSource(mapping, element) : ReadRange(items[i], element, at));
        }

        return [.. ranges];
    }

    // { range: 0..8, weight: 0.3 }: a range with parameters of its own.
    private string ReadSource(YamlMapping mapping, string element)
    {
        var reader = new MergeParameterReader(report, parameters, word, models) { TakesLists = false };
        foreach (YamlEntry parameter in mapping.Entries.Where(entry => entry.Key.Value != "range"))
        {
            reader.Read(parameter, element);
        }

        YamlEntry range = mapping.Entries.Find(entry => entry.Key.Value == "range");
        if (range.Key is not null)
        {
            return ReadRange(range.Value, element, range.ValueRange);
        }

        report.Fault(Rules.MissingKey, element, mapping.Range, "layers", "range");
        return "";
    }

    private string ReadRange(YamlNode node, string element, TextRange at)
    {
        if (node.IsNull)
        {
            return "";
        }

        if (node is YamlScalar { IsUnknown: false } scalar)
        {
            return scalar.Value.Trim();
        }

        report.Invalid(element, node, at, "layers", "a range such as 0..8, or null");
        return "";
    }
}
