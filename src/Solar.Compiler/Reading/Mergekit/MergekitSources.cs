using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Solar.Compiler.Reading.Yaml;
using Solar.Families;
using Solar.Specs;
using Solar.Validation;

namespace Solar.Compiler.Reading.Mergekit;

/// <summary>
/// The models of a mergekit file, under <c>models</c> or in <c>slices</c>, as inputs. A model that stands in a slice twice is two inputs: its
/// layers are merged with each other. (mergekit keeps one tensor a model, so that the last of them is all that counts.)
/// </summary>
internal sealed class MergekitSources(
    DeclarationReport report, MergeMethod method, string? baseModel, YamlEntry baseEntry, Func<YamlNode, TextRange, string?> modelName)
{
    private sealed record Source(int Input, string Range, YamlMapping? Parameters, TextRange ModelAt, TextRange RangeAt);

    private sealed record Slice(IReadOnlyList<Source> Sources, string? Base, YamlMapping? Parameters);

    private readonly List<string> _inputs = [];
    private readonly List<(int Input, YamlMapping Parameters)> _ofModels = [];
    private readonly List<Slice> _slices = [];

    /// <summary>The inputs, by mergekit's names.</summary>
    public IReadOnlyList<string> Inputs => _inputs;

    /// <summary>The base model of a method on differences.</summary>
    public string? Base => method.Base == MergeBase.None ? null : baseModel;

    /// <summary>Whose config and tokenizer mergekit takes where something says so: the base model, also of a method that has no other use for it.</summary>
    public string? Donor => baseModel is not null && (Base is not null || _inputs.Contains(baseModel)) ? baseModel : null;

    /// <summary>Reads <c>models</c>.</summary>
    public MergekitSources? OfModels(YamlEntry entry)
    {
        if (entry.Value is not YamlList list)
        {
            report.Invalid("", entry.Value, entry.ValueRange, "models", "a list of { model: …, parameters: … }");
            return null;
        }

        MarkBase();
        if (IsBaseFirst)
        {
            AddInput(baseModel!, baseEntry.ValueRange);
        }

        foreach (YamlNode item in list.Items)
        {
            if (ReadModel(item, ["model", "parameters"], "models") is not { } model)
            {
                continue;
            }

            if (model.Name == Base)
            {
                RefuseParameters(model.Parameters, "those of the base model");
                continue;
            }

            int input = IsBaseFirst && model.Name == baseModel && _ofModels.All(pair => pair.Input != 0) ? 0 : AddInput(model.Name, model.Range);
            if (input == 0 && IsBaseFirst)
            {
                report.Mark(MergePaths.Input(method.Name, 0), model.Range);
            }

            if (model.Parameters is not null)
            {
                _ofModels.Add((input, model.Parameters));
            }
        }

        return CheckBase() && HasInputs(entry) ? this : null;
    }

    /// <summary>Reads <c>slices</c>.</summary>
    public MergekitSources? OfSlices(YamlEntry entry)
    {
        if (entry.Value is not YamlList list)
        {
            report.Invalid("", entry.Value, entry.ValueRange, "slices", "a list of { sources: […] }");
            return null;
        }

        MarkBase();
        if (IsBaseFirst)
        {
            AddInput(baseModel!, baseEntry.ValueRange);
        }

        for (int i = 0; i < list.Items.Count; i++)
        {
            ReadSlice(list.Items[i], i);
        }

        return CheckBase() && HasInputs(entry) ? this : null;
    }

    /// <summary>Reads the parameters of models, slices and sources.</summary>
    /// <param name="read">Reads those of one owner: the mapping, the owner's path, whether it is one model.</param>
    public void ReadParameters(Action<YamlMapping?, string, bool> read)
    {
        foreach ((int input, YamlMapping parameters) in _ofModels)
        {
            read(parameters, MergePaths.Input(method.Name, input), true);
        }

        for (int i = 0; i < _slices.Count; i++)
        {
            read(_slices[i].Parameters, MergePaths.Slice(method.Name, i), false);
            foreach (Source source in _slices[i].Sources)
            {
                read(source.Parameters, MergePaths.Source(method.Name, i, source.Input), true);
            }
        }
    }

    /// <summary>Whether it only stacks layers, unscaled, so that it is a recipe.</summary>
    public bool IsPlainStack(MergeParameters parameters) => _slices.Count > 0
        && parameters.At(method.Name).Count == 0
        && Enumerable.Range(0, _slices.Count).All(i => parameters.At(MergePaths.Slice(method.Name, i)).Count == 0
            && _slices[i].Sources.All(source => parameters.At(MergePaths.Source(method.Name, i, source.Input)).Count == 0));

    /// <summary>The slices of a merge.</summary>
    public IEnumerable<MergeSlice> Slices(MergeParameters parameters) => _slices.Select((slice, i) => new MergeSlice(
        _inputs.Select((_, input) => new MergeSliceSource(slice.Sources.FirstOrDefault(source => source.Input == input)?.Range ?? "")
        {
            Parameters = parameters.At(MergePaths.Source(method.Name, i, input)),
        }).ToEquatableArray())
    {
        Base = slice.Base,
        Parameters = parameters.At(MergePaths.Slice(method.Name, i)),
    });

    /// <summary>The recipe of a plain stack: neighbouring slices of one model are ranges of one part.</summary>
    public Recipe? Recipe(Func<string, NameReference> reference)
    {
        if (_slices.Count == 0 || _slices.Any(slice => slice.Sources.Count == 0))
        {
            if (!report.IsBroken)           // what could not be read of a slice is reported
            {
                report.Fault(Rules.MissingKey, method.Name, report.NameRange, "slices", "sources");
            }

            return null;
        }

        var parts = new List<List<Source>>();
        foreach (Source source in _slices.Select(slice => slice.Sources[0]))
        {
            if (parts.Count == 0 || _inputs[parts[parts.Count - 1][0].Input] != _inputs[source.Input])
            {
                parts.Add([]);
            }

            parts[parts.Count - 1].Add(source);
        }

        report.Mark("layers", report.NameRange);
        for (int i = 0; i < parts.Count; i++)
        {
            string at = parts.Count == 1 ? "layers" : FormattableString.Invariant($"layers.parts[{i}]");
            report.Mark(at + ".base", parts[i][0].ModelAt);
            for (int j = 0; j < parts[i].Count; j++)
            {
                report.Mark(FormattableString.Invariant($"{at}.ranges[{j}]"), parts[i][j].RangeAt);
            }
        }

        return new LayersRecipe(parts
            .Select(part => new LayersPart(new SourceRecipe(reference(_inputs[part[0].Input])), part.Select(source => source.Range).ToEquatableArray()))
            .ToEquatableArray());
    }

    // Of an arc the base is where t is 0, so it comes first, wherever it stands.
    private bool IsBaseFirst => baseModel is not null && method.Name is "slerp" or "nearswap" && baseModel is not null;

    private void MarkBase()
    {
        if (baseEntry.Key is not null)
        {
            report.Mark(method.Name + ".base", baseEntry.ValueRange);
            report.Mark(method.Name + ".base#key", baseEntry.Key.Range);
        }
    }

    private bool CheckBase()
    {
        if (method.Name is "slerp" or "nearswap" && baseModel is null)
        {
            report.Fault(Rules.MissingKey, method.Name, report.NameRange, method.Name, "base_model");
            return false;
        }

        if (baseModel is not null && method.Base == MergeBase.None && !_inputs.Contains(baseModel))
        {
            report.Fault(Rules.MergeBase, method.Name, baseEntry.Key.Range, method.Name, "has no use for a base model: list it among the models, or leave it out");
            return false;
        }

        return true;
    }

    private bool HasInputs(YamlEntry entry)
    {
        if (_inputs.Count > 0 || method.Base != MergeBase.None)
        {
            return true;
        }

        if (!report.IsBroken)
        {
            report.Invalid("", entry.Value, entry.ValueRange, entry.Key.Value, "at least one model");
        }

        return false;
    }

    private int AddInput(string model, TextRange at)
    {
        _inputs.Add(model);
        report.Mark(MergePaths.Input(method.Name, _inputs.Count - 1), at);
        return _inputs.Count - 1;
    }

    private void ReadSlice(YamlNode node, int index)
    {
        string at = MergePaths.Slice(method.Name, index);
        report.Mark(at, node.Range);
        if (node is not YamlMapping mapping || mapping.Entries.Find(entry => entry.Key.Value == "sources") is not { Key: not null, Value: YamlList list } sources)
        {
            report.Invalid(at, node, node.Range, "slices", "a slice such as { sources: [{ model: A, layer_range: [0, 8] }] }");
            return;
        }

        Known(mapping, ["sources", "parameters"], "slices");
        var read = new List<Source>();
        string? @base = null;
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (YamlNode item in list.Items)
        {
            if (ReadModel(item, ["model", "layer_range", "parameters"], "sources") is not { } model || ReadRange(model, item) is not { } range)
            {
                continue;
            }

            if (model.Name == Base && @base is null)
            {
                @base = range.Text;
                report.Mark(at + ".base", range.At);
                RefuseParameters(model.Parameters, "those of the base model");
                continue;
            }

            seen[model.Name] = seen.TryGetValue(model.Name, out int times) ? times + 1 : 0;
            int input = Input(model.Name, seen[model.Name], model.Range);
            report.Mark(MergePaths.Source(method.Name, index, input), range.At);
            read.Add(new Source(input, range.Text, model.Parameters, model.Range, range.At));
        }

        if (method.Name == "passthrough" && list.Items.Count != 1)
        {
            report.Fault(Rules.MergeModelCount, at, sources.ValueRange, "passthrough", "exactly one model", list.Items.Count, " in this slice; for layers on each other write a slice for each");
        }

        _slices.Add(new Slice(read, @base, Parameters(mapping)));
    }

    // The n-th source of a model within a slice is the n-th input of that model.
    private int Input(string model, int occurrence, TextRange at)
    {
        int[] inputs = [.. Enumerable.Range(0, _inputs.Count).Where(i => _inputs[i] == model)];
        return occurrence < inputs.Length ? inputs[occurrence] : AddInput(model, at);
    }

    private (string Name, TextRange Range, YamlMapping? Parameters, YamlEntry LayerRange)? ReadModel(YamlNode node, string[] keys, string owner)
    {
        if (node is not YamlMapping mapping)
        {
            report.Invalid(method.Name, node, node.Range, owner, "a mapping such as { model: … }");
            return null;
        }

        Known(mapping, keys, owner);
        YamlEntry model = mapping.Entries.Find(entry => entry.Key.Value == "model");
        if (model.Key is null)
        {
            report.Fault(Rules.MissingKey, method.Name, mapping.Range, owner, "model");
            return null;
        }

        YamlMapping? parameters = Parameters(mapping);
        return modelName(model.Value, model.ValueRange) is { } name
            ? (name, model.ValueRange, parameters, mapping.Entries.Find(entry => entry.Key.Value == "layer_range"))
            : null;
    }

    private YamlMapping? Parameters(YamlMapping mapping)
    {
        YamlEntry entry = mapping.Entries.Find(entry => entry.Key.Value == "parameters");
        if (entry.Key is not null && entry.Value is { IsNull: false } and not YamlMapping)
        {
            report.Invalid(method.Name, entry.Value, entry.ValueRange, "parameters", "a mapping");
        }

        return entry.Value as YamlMapping;
    }

    private void Known(YamlMapping mapping, string[] keys, string owner)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (YamlEntry entry in mapping.Entries)
        {
            string key = entry.Key.Value;
            if (!seen.Add(key))
            {
                report.Fault(Rules.DuplicateKey, method.Name, entry.Key.Range, key);
            }
            else if (key is "residual_weight" or "base_model")
            {
                string why = key == "residual_weight" ? "mergekit itself never reads it" : "one base model is for the whole merge; write it beside 'merge_method'";
                report.Fault(Rules.MergekitUnsupported, method.Name, entry.Key.Range, key, why);
            }
            else if (!keys.Contains(key) && method.Find(key) is not null)
            {
                report.Fault(Rules.MergekitMisplaced, method.Name, entry.Key.Range, key, "parameters stand under 'parameters', and mergekit ignores them here");
            }
            else if (!keys.Contains(key))
            {
                report.Fault(Rules.UnknownKey, method.Name, entry.Key.Range, [entry.Key.Description, owner, Suggestion.For(key, keys), .. Suggestion.Mends(key, keys)]);
            }
        }
    }

    private (string Text, TextRange At)? ReadRange((string Name, TextRange Range, YamlMapping? Parameters, YamlEntry LayerRange) model, YamlNode item)
    {
        if (model.LayerRange.Key is null)
        {
            report.Fault(Rules.MissingKey, method.Name, item.Range, "sources", "layer_range");
            return null;
        }

        if (model.LayerRange.Value is not YamlList { Items: [var first, var last] }
            || !ScalarReader.TryReadInteger(first, out long start) || !ScalarReader.TryReadInteger(last, out long end))
        {
            report.Invalid(method.Name, model.LayerRange.Value, model.LayerRange.ValueRange, "layer_range", "two whole numbers, such as [0, 8]");
            return null;
        }

        if (start < 0 || end <= start)
        {
            string what = string.Format(CultureInfo.InvariantCulture, "[{0}, {1}]", start, end);
            string why = start < 0 ? "layers are counted from 0"
                : start == end ? string.Format(CultureInfo.InvariantCulture, "the end is not included; layer {0} alone is [{0}, {1}]", start, start + 1)
                : string.Format(CultureInfo.InvariantCulture, "it is reversed; [{0}, {1}] runs upwards", end, start);
            report.Fault(Rules.MergekitEmptySlice, method.Name, model.LayerRange.ValueRange, what, why);
            return null;
        }

        return (string.Format(CultureInfo.InvariantCulture, "{0}..{1}", start, end), model.LayerRange.ValueRange);
    }

    private void RefuseParameters(YamlMapping? parameters, string whose)
    {
        foreach (YamlEntry entry in parameters?.Entries ?? [])
        {
            report.Fault(Rules.MergekitMisplaced, method.Name, entry.Key.Range, entry.Key.Value, $"{whose} are never read, by mergekit neither: leave it out");
        }
    }
}
