using System.Collections.Generic;
using System.Linq;
using Solar.Compiler.Reading.Yaml;
using Solar.Families;
using Solar.Specs;
using Solar.Validation;

namespace Solar.Compiler.Reading;

/// <summary>
/// Reads what stands under a name of <c>merges:</c>, such as <c>{ slerp: [A, B], t: 0.4 }</c>. Whatever is no key of a merge is a parameter;
/// whether the method has it is for the rules to say.
/// </summary>
internal sealed class MergeReader(DeclarationReport report, DeclarationName name, DeclarationShape shape)
{
    private static readonly string[] CommonKeys =
        ["base", "into", MergeVocabulary.Dtype.Name, MergeVocabulary.Vocabulary.Name, "tokenizer_source", "slices", DeclarationWords.Accessibility];

    private readonly MergeParameters _parameters = new();

    /// <summary>The words that make a merge.</summary>
    public static IReadOnlyList<string> Words { get; } = [.. MergeVocabulary.All.Select(method => method.Name), MergeVocabulary.Custom];

    /// <summary>Reads a merge; null (reported) where it is broken.</summary>
    /// <param name="node">What stands under its name.</param>
    /// <param name="at">Where that stands.</param>
    public MergeDeclaration? Read(YamlNode node, TextRange at)
    {
        if (node is not YamlMapping mapping)
        {
            report.Invalid("", node, at, name.Name, "a merge such as { average: [A, B] }");
            return null;
        }

        if (DeclarationWords.FindOne(report, mapping, Words, name.Name, "merge") is not { } word)
        {
            return null;
        }

        IReadOnlyList<string> own = word == MergeVocabulary.Custom ? [word, "function", .. CommonKeys] : [word, .. CommonKeys];
        var known = new YamlMapping(mapping.Range);
        known.Entries.AddRange(mapping.Entries.Where(candidate => own.Contains(candidate.Key.Value)));
        Fields fields = Fields.Read(report, known, word, word, own);
        YamlEntry entry = fields.Find(word)!.Value;
        report.Mark(word, entry.Key.Range);
        report.Mark(word + "#key", entry.Key.Range);
        NameReference[] models = ReadModels(entry, word);
        var parameters = new MergeParameterReader(report, _parameters, word, models.Length);
        foreach (YamlEntry parameter in mapping.Entries.Where(candidate => !own.Contains(candidate.Key.Value)))
        {
            parameters.Read(parameter, word);
        }

        MergeSlice[] slices = fields.Find("slices") is { } list ? new MergeSliceReader(report, _parameters, word, models.Length).Read(list) : [];
        return new MergeDeclaration(name, shape)
        {
            Method = word,
            Inputs = models.Select((model, i) => new MergeInput(model) { Parameters = _parameters.At(MergePaths.Input(word, i)) }).ToEquatableArray(),
            Base = Reference(fields, "base", word),
            Into = Reference(fields, "into", word),
            Dtype = Value(fields, MergeVocabulary.Dtype, word) is { } dtype ? Dtypes.Parse(dtype) : null,
            Vocabulary = Value(fields, MergeVocabulary.Vocabulary, word) == "common" ? VocabularyPolicy.Common : VocabularyPolicy.Same,
            TokenizerSource = Reference(fields, "tokenizer_source", word),
            Function = word == MergeVocabulary.Custom ? ReadFunction(fields, entry, word) : null,
            Parameters = _parameters.At(word),
            Slices = slices.ToEquatableArray(),
        };
    }

    // [A, { model: B, weight: 0.3 }], or one model alone.
    private NameReference[] ReadModels(YamlEntry entry, string word)
    {
        report.Mark(word + ".models", entry.ValueRange);
        report.Mark(word + ".models#end", entry.ValueRange);
        IReadOnlyList<YamlNode> items = entry.Value is YamlList list ? list.Items : [entry.Value];
        var models = new List<NameReference>();
        for (int i = 0; i < items.Count; i++)
        {
            string element = MergePaths.Input(word, i);
            TextRange at = items[i].Range.IsEmpty ? entry.Key.Range : items[i].Range;
            NameReference? model = items[i] is YamlMapping mapping
                ? ReadModel(mapping, word, element, items.Count)
                : References.Read(report, items[i], at, element, entry.Key.Value, "model, stage or merge");
            if (model is not null)
            {
                models.Add(model);
            }
        }

        return [.. models];
    }

    private NameReference? ReadModel(YamlMapping mapping, string word, string element, int models)
    {
        YamlEntry model = mapping.Entries.Find(entry => entry.Key.Value == "model");
        if (model.Key is null)
        {
            report.Invalid(element, mapping, mapping.Range, word, "the name of a model, stage or merge");
            return null;
        }

        NameReference? reference = References.Read(report, model.Value, model.ValueRange, element, "model", "model, stage or merge");
        var parameters = new MergeParameterReader(report, _parameters, word, models) { TakesLists = false };
        foreach (YamlEntry parameter in mapping.Entries.Where(entry => entry.Key.Value != "model"))
        {
            parameters.Read(parameter, element);
        }

        foreach (YamlEntry twice in mapping.Entries.Where(entry => entry.Key.Value == "model").Skip(1))
        {
            report.Fault(Rules.DuplicateKey, element, twice.Key.Range, "model");
        }

        return reference;
    }

    private string? ReadFunction(Fields fields, YamlEntry word, string element)
    {
        if (fields.Find("function") is not { } entry)
        {
            report.Fault(Rules.MissingKey, element, word.Key.Range, word.Key.Value, "function");
            return null;
        }

        string? text = References.ReadText(report, entry, element + ".function", "the full name of a static method, such as Paper.Folds.Median");
        if (text is null || (CSharpNames.IsQualified(text) && text.IndexOf('.') > 0))
        {
            return text;
        }

        report.Invalid(element + ".function", entry.Value, entry.ValueRange, "function", "the full name of a static method, such as Paper.Folds.Median");
        return null;
    }

    private NameReference? Reference(Fields fields, string key, string word)
    {
        if (fields.Find(key) is not { } entry)
        {
            return null;
        }

        report.Mark($"{word}.{key}#key", entry.Key.Range);
        return References.Read(report, entry.Value, entry.ValueRange, $"{word}.{key}", key, "model, stage or merge");
    }

    private string? Value(Fields fields, ConfigKey key, string word)
    {
        if (fields.Find(key.Name) is not { } entry)
        {
            return null;
        }

        report.Mark($"{word}.{key.Name}", entry);
        if (ScalarReader.TryRead(entry.Value, key, out ConfigValue value))
        {
            return value.AsText();
        }

        report.Invalid($"{word}.{key.Name}", entry.Value, entry.ValueRange, key.Name, ScalarReader.Expected(key, entry.Value));
        return null;
    }
}
