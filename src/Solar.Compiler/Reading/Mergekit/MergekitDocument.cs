using System;
using System.Collections.Generic;
using System.Linq;
using Solar.Compiler.Reading.Yaml;
using Solar.Families;
using Solar.Specs;
using Solar.Validation;

namespace Solar.Compiler.Reading.Mergekit;

/// <summary>Reads one document of mergekit's.</summary>
internal sealed class MergekitDocument(YamlMapping root, DeclarationReport report, MergekitHeader header, DeclarationName name)
{
    private static readonly string[] Keys =
    [
        "merge_method", "models", "slices", "modules", "base_model", "parameters", "dtype", "out_dtype", "tokenizer_source", "tokenizer", "chat_template", MergekitHeader.Key,
    ];

    // Methods of mergekit's that have no counterpart here.
    private static readonly string[] Foreign = ["arcee_fusion", "ram", "ramplus_tl"];

    private static readonly ConfigKey Mask = new("int8_mask", "Int8Mask", ConfigKind.Boolean, null, "");

    private readonly MergeParameters _parameters = new();
    private readonly Dictionary<string, YamlEntry> _fields = new(StringComparer.Ordinal);

    /// <summary>Reads it; null (reported) where it means nothing.</summary>
    public Declaration? Read()
    {
        ReadKeys();
        if (ReadMethod() is not { } method)
        {
            return null;
        }

        report.Mark(method.Name, _fields["merge_method"].ValueRange);
        report.Mark(method.Name + "#key", _fields["merge_method"].ValueRange);
        MergekitSources? sources = ReadSources(method);
        ReadRefused();
        if (sources is null)
        {
            return null;
        }

        ReadParameters(Mapping("parameters"), method.Name, method, isOfModel: false);
        sources.ReadParameters((mapping, owner, isOfModel) => ReadParameters(mapping, owner, method, isOfModel));
        return method.Name == "passthrough" && sources.IsPlainStack(_parameters) ? Stack(sources) : Merge(method, sources);
    }

    private void ReadKeys()
    {
        foreach (YamlEntry entry in root.Entries)
        {
            string key = entry.Key.Value;
            if (_fields.ContainsKey(key))
            {
                report.Fault(Rules.DuplicateKey, "", entry.Key.Range, key);
            }
            else if (Keys.Contains(key))
            {
                _fields.Add(key, entry);
            }
            else if (MergeVocabulary.All.Any(known => known.Find(key) is not null) || key is "random_seed" or "int8_mask")
            {
                report.Fault(Rules.MergekitMisplaced, "", entry.Key.Range, key, "parameters stand under 'parameters', and mergekit ignores them here");
            }
            else if (!key.StartsWith("x-", StringComparison.Ordinal) || Spelling.Nearest(key, [MergekitHeader.Key]) is not null)
            {
                report.Fault(Rules.UnknownKey, "", entry.Key.Range, [entry.Key.Description, "mergekit's file", Suggestion.For(key, Keys), .. Suggestion.Mends(key, Keys)]);
            }
        }
    }

    private MergeMethod? ReadMethod()
    {
        if (!_fields.TryGetValue("merge_method", out YamlEntry entry))
        {
            report.Fault(Rules.MissingKey, "", root.Range with { End = root.Range.Start + 1 }, "mergekit's file", "merge_method");
            return null;
        }

        string word = (entry.Value as YamlScalar)?.Value ?? "";
        if (Foreign.Contains(word))
        {
            Refuse(entry.ValueRange, $"merge_method: {word}", "Solar has no such method");
            return null;
        }

        string[] known = [.. MergeVocabulary.All.Select(candidate => candidate.Name).Where(candidate => candidate != "average")];
        if (known.Contains(word))
        {
            return MergeVocabulary.Find(word);
        }

        report.Invalid("", entry.Value, entry.ValueRange, "merge_method", "a merge method" + Suggestion.For(word, known));
        return null;
    }

    private MergekitSources? ReadSources(MergeMethod method)
    {
        if (_fields.TryGetValue("modules", out YamlEntry modules))
        {
            Refuse(modules.Key.Range, "modules", "Solar's models are decoders and have no further modules");
            return null;
        }

        bool hasModels = _fields.TryGetValue("models", out YamlEntry models), hasSlices = _fields.TryGetValue("slices", out YamlEntry slices);
        if (hasModels == hasSlices)
        {
            TextRange at = hasModels ? slices.Key.Range : _fields["merge_method"].Key.Range;
            report.Fault(Rules.ConflictingWords, method.Name, at, name.Name, hasModels ? "'models' and 'slices'" : "neither 'models' nor 'slices'", "mergekit takes one of them");
            return null;
        }

        string? @base = _fields.TryGetValue("base_model", out YamlEntry entry) ? ModelName(entry.Value, entry.ValueRange) : null;
        if (_fields.ContainsKey("base_model") && @base is null)
        {
            return null;
        }

        var reader = new MergekitSources(report, method, @base, entry, ModelName);
        return hasModels ? reader.OfModels(models) : reader.OfSlices(slices);
    }

    private void ReadRefused()
    {
        if (_fields.TryGetValue("tokenizer_source", out YamlEntry legacy) && _fields.TryGetValue("tokenizer", out YamlEntry tokenizer))
        {
            TextRange second = legacy.Key.Range.Start < tokenizer.Key.Range.Start ? tokenizer.Key.Range : legacy.Key.Range;
            report.Fault(Rules.ConflictingWords, "", second, name.Name, "'tokenizer_source' and 'tokenizer'", "mergekit takes one of them");
        }

        if (_fields.TryGetValue("chat_template", out YamlEntry template))
        {
            Refuse(template.Key.Range, "chat_template", "the template of the model whose tokenizer is taken goes with the result; leave the key out");
        }

        YamlMapping? parts = Mapping("tokenizer");
        foreach (YamlEntry entry in parts?.Entries ?? [])
        {
            if (entry.Key.Value != "source")
            {
                Refuse(entry.Key.Range, $"tokenizer.{entry.Key.Value}", "Solar takes a tokenizer as it is; leave the key out");
            }
            else if (entry.Key != parts!.Entries.Find(first => first.Key.Value == "source").Key)
            {
                report.Fault(Rules.DuplicateKey, "", entry.Key.Range, "source");
            }
        }

        if (parts is not null && parts.Entries.All(entry => entry.Key.Value != "source"))
        {
            report.Fault(Rules.MissingKey, "", _fields["tokenizer"].Key.Range, "tokenizer", "source");
        }
    }

    private void ReadParameters(YamlMapping? mapping, string owner, MergeMethod method, bool isOfModel)
    {
        var reader = new MergeParameterReader(report, _parameters, method.Name, models: 0) { TakesLists = false };
        foreach (YamlEntry entry in mapping?.Entries ?? [])
        {
            string key = entry.Key.Value;
            if (key == "int8_mask")
            {
                ReadMask(entry, isFirst: entry.Key == mapping!.Entries.Find(first => first.Key.Value == key).Key);
            }
            else if (key == "random_seed")
            {
                report.Fault(Rules.MergekitMisplaced, owner, entry.Key.Range, key, "it is an option of mergekit's command line, which ignores it here; write 'seed'");
            }
            else if (isOfModel && method.Find(key) is { IsPerModel: false })
            {
                report.Fault(Rules.MergekitMisplaced, owner, entry.Key.Range, key, "it is one for all models, and mergekit ignores it here; write it under the merge's 'parameters'");
            }
            else
            {
                reader.Read(entry, owner);
            }
        }
    }

    // A matter of mergekit's memory, honoured whatever it says: masks of bytes or of floats choose the same elements.
    private void ReadMask(YamlEntry entry, bool isFirst)
    {
        report.Mark("int8_mask", entry.Key.Range);
        if (!isFirst)
        {
            report.Fault(Rules.DuplicateKey, "int8_mask", entry.Key.Range, "int8_mask");
        }
        else if (!ScalarReader.TryRead(entry.Value, Mask, out _))
        {
            report.Invalid("int8_mask", entry.Value, entry.ValueRange, "int8_mask", ScalarReader.Expected(Mask, entry.Value));
        }
    }

    private MergeDeclaration Merge(MergeMethod method, MergekitSources sources) => new(name, DeclarationShape.Public)
    {
        Method = method.Name,
        Inputs = sources.Inputs.Select((model, i) => new MergeInput(header.Reference(model)) { Parameters = _parameters.At(MergePaths.Input(method.Name, i)) }).ToEquatableArray(),
        Base = sources.Base is { } @base ? header.Reference(@base) : null,
        Into = header.Into is { } into ? References.Read(report, into.Value, into.ValueRange, method.Name + ".into", "into", "model") : null,
        Dtype = ReadDtype(method.Name),
        TokenizerSource = ReadTokenizer(method, sources),
        Parameters = _parameters.At(method.Name),
        Slices = sources.Slices(_parameters).ToEquatableArray(),
    };

    // A stack is copied, files beside the weights too: what the file says of them is honoured where that is so, and refused where it is not.
    private ModelDeclaration Stack(MergekitSources sources)
    {
        if (header.Into is { } into)
        {
            Refuse(into.Key.Range, "x-solar.into", "a stack of layers is a model of its own");
        }

        Recipe? recipe = sources.Recipe(header.Reference);
        string first = sources.Inputs.Count > 0 ? sources.Inputs[0] : "";
        string? donor = ReadDonor(sources);
        if (donor is not null && donor != first)
        {
            YamlEntry entry = TokenizerEntry() is { Key: not null } written ? written : _fields["base_model"];
            Refuse(entry.ValueRange, $"the tokenizer of '{donor}'", $"a stack has that of its first layers, '{first}'");
        }

        Dtype? dtype = ReadDtype("layers");
        return new ModelDeclaration(name, DeclarationShape.Public) { Recipe = recipe, CopiedAs = dtype };
    }

    private Dtype? ReadDtype(string word)
    {
        Dtype? result = null;
        foreach (string key in new[] { "dtype", "out_dtype" })
        {
            if (!_fields.TryGetValue(key, out YamlEntry entry))
            {
                continue;
            }

            report.Mark(word + ".dtype", entry.ValueRange);
            if (ScalarReader.TryRead(entry.Value, MergeVocabulary.Dtype, out ConfigValue value))
            {
                result = Dtypes.Parse(value.AsText());              // out_dtype is what is written; merging computes in float32 whatever dtype says
            }
            else
            {
                report.Invalid(word + ".dtype", entry.Value, entry.ValueRange, key, ScalarReader.Expected(MergeVocabulary.Dtype, entry.Value));
            }
        }

        return result;
    }

    private NameReference? ReadTokenizer(MergeMethod method, MergekitSources sources)
    {
        if (TokenizerEntry() is { Key: not null } entry)
        {
            report.Mark(method.Name + ".tokenizer_source", entry.ValueRange);
        }

        return ReadDonor(sources) is { } donor ? header.Reference(donor) : null;
    }

    // By mergekit's name, whose tokenizer is taken; null where nothing says it.
    private string? ReadDonor(MergekitSources sources)
    {
        if (TokenizerEntry() is not { Key: not null } entry)
        {
            return sources.Donor;
        }

        string written = (entry.Value as YamlScalar)?.Value ?? "";
        if (written == "union")
        {
            Refuse(entry.ValueRange, "tokenizer_source: union", "Solar makes no new tokenizer; name the model whose tokenizer is taken");
            return null;
        }

        return written == "base" ? sources.Donor : ModelName(entry.Value, entry.ValueRange);
    }

    private YamlEntry TokenizerEntry() => _fields.TryGetValue("tokenizer_source", out YamlEntry legacy) ? legacy
        : Mapping("tokenizer")?.Entries.Find(candidate => candidate.Key.Value == "source") ?? default;

    // A model of mergekit's; null (reported) where it is none that can be named.
    private string? ModelName(YamlNode node, TextRange at)
    {
        if (node is YamlScalar { IsNull: false, Value.Length: > 0 } scalar)
        {
            if (!header.Maps(scalar.Value) && scalar.Value.Contains('+'))
            {
                Refuse(at, $"'{scalar.Description}'", "a LoRA is applied before: make its checkpoint (solar lora apply), and name that");
                return null;
            }

            if (!header.Maps(scalar.Value) && scalar.Value.Contains('@'))
            {
                Refuse(at, $"'{scalar.Description}'", "a revision stands with the declared weights, [Weights(…, Revision = …)]; leave it out here, or map the name under x-solar.models");
                return null;
            }

            return scalar.Value;
        }

        if (node is YamlMapping)
        {
            Refuse(at, "a model in parts", "name it as one text, or map it under x-solar.models");
            return null;
        }

        report.Invalid("", node, at, "model", "the name of a model");
        return null;
    }

    private YamlMapping? Mapping(string key)
    {
        if (!_fields.TryGetValue(key, out YamlEntry entry) || entry.Value.IsNull)
        {
            return null;
        }

        if (entry.Value is YamlMapping mapping)
        {
            return mapping;
        }

        report.Invalid("", entry.Value, entry.ValueRange, key, "a mapping");
        return null;
    }

    private void Refuse(TextRange at, string what, string why) => report.Fault(Rules.MergekitUnsupported, "", at, what, why);
}
