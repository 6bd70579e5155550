using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Solar.Families;
using Solar.Specs;
using Solar.Validation;

namespace Solar.Generators.Reading;

/// <summary>Reads a merge from its attribute and from the <c>[MergeParameter]</c> and <c>[MergeSlice]</c> beside it.</summary>
internal sealed class MergeReader(AttributeReader attribute, ReadingContext reading)
{
    private readonly MergeParameters _parameters = new();

    /// <summary>Reads the merge.</summary>
    /// <param name="parameters">The <c>[MergeParameter]</c>s.</param>
    /// <param name="slices">The <c>[MergeSlice]</c>s.</param>
    public MergeDeclaration Read(IReadOnlyList<AttributeReader> parameters, IReadOnlyList<AttributeReader> slices)
    {
        string word = attribute.Word;
        EquatableArray<NameReference> models = attribute.Types("models", "models");
        foreach (AttributeReader parameter in parameters)
        {
            ReadParameter(parameter, models, slices.Count);
        }

        // What the merge's own attribute says comes last: it is for whatever no filter above fits.
        foreach (MergeKey key in MergeVocabulary.Find(word)?.Keys ?? [])
        {
            ReadKey(key, models.Count);
        }

        return new MergeDeclaration(reading.Name, reading.Shape)
        {
            Method = word,
            Inputs = models.Select((model, i) => new MergeInput(model) { Parameters = _parameters.At(MergePaths.Input(word, i)) }).ToEquatableArray(),
            Base = attribute.TypeOfProperty("Base", "base"),
            Into = attribute.TypeOfProperty("Into", "into"),
            Dtype = attribute.ValueOfProperty("Dtype", MergeVocabulary.Dtype) is { } dtype ? Dtypes.Parse(dtype.AsText()) : null,
            Vocabulary = attribute.ValueOfProperty("Vocabulary", MergeVocabulary.Vocabulary)?.AsText() == "common" ? VocabularyPolicy.Common : VocabularyPolicy.Same,
            TokenizerSource = attribute.TypeOfProperty("TokenizerSource", "tokenizer_source"),
            Function = word == MergeVocabulary.Custom ? ReadFunction() : null,
            Parameters = _parameters.At(word),
            Slices = slices.Select((slice, i) => ReadSlice(slice, i, models.Count)).ToEquatableArray(),
        };
    }

    private void ReadKey(MergeKey key, int models)
    {
        string word = attribute.Word;
        string next = MergePaths.Value(_parameters.Next(word, key.Name), 0);
        if (attribute.NumberOfProperty(key.Key.PropertyName, key.Name, next) is { } number)
        {
            _parameters.Add(word, key.Name, new MergeSetting(null, number));
        }

        if (key.PluralProperty is { } plural
            && attribute.NumbersOfProperty(plural, key.Plural!, i => MergePaths.Value(_parameters.Next(MergePaths.Input(word, i), key.Name), 0)) is { } numbers)
        {
            if (numbers.Count != models)
            {
                reading.Report(Rules.MergeValuesCount, $"{word}.{key.Plural}", numbers.Count, key.Plural!, models);
                return;
            }

            for (int i = 0; i < models; i++)
            {
                _parameters.Add(MergePaths.Input(word, i), key.Name, new MergeSetting(null, numbers[i]));
            }
        }
    }

    private void ReadParameter(AttributeReader parameter, EquatableArray<NameReference> models, int slices)
    {
        int slice = (int)(parameter.IntegerOfProperty("Slice", "merge_parameter.slice") ?? -1);
        NameReference? model = parameter.TypeOfProperty("Model", "merge_parameter.model");
        int[] inputs = model is null ? [] : [.. Enumerable.Range(0, models.Count).Where(i => models[i] == model)];
        if (model is not null && inputs.Length == 0)
        {
            reading.Report(Rules.InvalidValue, $"{attribute.Word}.merge_parameter.model", model.Written, "Model", "one of the merged models");
            return;
        }

        if (slice >= slices || slice < -1)
        {
            reading.Report(
                Rules.InvalidValue, $"{attribute.Word}.merge_parameter.slice", slice, "Slice",
                slices == 0 ? "none, since there is no [MergeSlice]" : FormattableString.Invariant($"0 to {slices - 1}"));
            return;
        }

        string[] owners = model is null
            ? [slice < 0 ? attribute.Word : MergePaths.Slice(attribute.Word, slice)]
            : [.. inputs.Select(i => slice < 0 ? MergePaths.Input(attribute.Word, i) : MergePaths.Source(attribute.Word, slice, i))];
        foreach (string owner in owners)
        {
            if (parameter.TextAt("name", name => MergePaths.Key(owner, name), name => $"{owner}.{name}") is { } name)
            {
                string next = _parameters.Next(owner, name);
                IReadOnlyList<double> values = parameter.Numbers("values", name, i => MergePaths.Value(next, i));
                string? filter = parameter.TextOfPropertyAt("Filter", MergePaths.Filter(next));
                if (values.Count == 0)
                {
                    reading.Report(Rules.MissingKey, MergePaths.Key(owner, name), name, "a value");
                }

                _parameters.Add(owner, name, new MergeSetting(filter is "*" or "" ? null : filter, values.ToEquatableArray()));
            }
        }
    }

    private MergeSlice ReadSlice(AttributeReader slice, int index, int models)
    {
        string at = MergePaths.Slice(attribute.Word, index);
        EquatableArray<string> ranges = slice.Texts("layers", i => MergePaths.Source(attribute.Word, index, i));
        if (ranges.Count != models)
        {
            reading.Report(Rules.MergeValuesCount, at, ranges.Count, "layers", models);
        }

        return new MergeSlice(ranges
            .Select((range, i) => new MergeSliceSource(range.Trim()) { Parameters = _parameters.At(MergePaths.Source(attribute.Word, index, i)) })
            .ToEquatableArray())
        {
            Base = slice.TextOfPropertyAt("Base", at + ".base"),
            Parameters = _parameters.At(at),
        };
    }

    private string? ReadFunction()
    {
        NameReference? owner = attribute.TypeOfProperty("In", "in");
        string function = attribute.TextOfProperty("Function", "function") ?? "";
        if (owner is null || function.Length == 0)
        {
            reading.Report(Rules.MissingKey, attribute.Word, attribute.Word, "function");
            return null;
        }

        return string.Format(CultureInfo.InvariantCulture, "{0}.{1}", owner.Written, function);
    }
}
