using System;
using System.Collections.Generic;
using Solar.Compiler.Reading.Yaml;
using Solar.Specs;
using Solar.Validation;

namespace Solar.Compiler.Reading;

/// <summary>Reads what any model may say beside its architecture or recipe.</summary>
internal sealed class ModelPartsReader(DeclarationReport report)
{
    /// <summary>Where its weights are: <c>weights: org/name</c>, with <c>revision</c> beside or within it.</summary>
    public WeightsDeclaration? ReadWeights(Fields fields)
    {
        YamlEntry? revision = fields.Find("revision");
        if (fields.Find("weights") is not { } entry)
        {
            if (revision is { } lonely)
            {
                report.Fault(Rules.MissingKey, "weights.revision", lonely.Key.Range, "revision", "weights");
            }

            return null;
        }

        report.Mark("weights", entry.Key.Range);
        YamlEntry location = entry;
        if (entry.Value is YamlMapping mapping)
        {
            Fields nested = Fields.Read(report, mapping, "weights", "weights", ["location", "revision"]);
            if (revision is not null && nested.Find("revision") is { } other)
            {
                report.Fault(Rules.DuplicateKey, "weights.revision", other.Key.Range, "revision");
            }

            revision ??= nested.Find("revision");
            if (nested.Find("location") is not { } written)
            {
                report.Fault(Rules.MissingKey, "weights", entry.Key.Range, "weights", "location");
                return null;
            }

            location = written;
        }

        string? text = References.ReadText(report, location, "weights.location", "a folder, or org/name in the local Hugging Face cache");
        string? version = revision is { } branch ? References.ReadText(report, branch, "weights.revision", "a branch, tag or commit") : null;
        return text is null ? null : new WeightsDeclaration(text, version);
    }

    /// <summary>The config.json that it is declared by: <c>from_config: path</c>, or a mapping with <c>path</c> and <c>ignore</c>.</summary>
    public ConfigSource? ReadConfigSource(YamlEntry entry)
    {
        const string word = "from_config";
        report.Mark(word, entry.Key.Range);
        YamlEntry path = entry;
        Fields? nested = entry.Value is YamlMapping mapping ? Fields.Read(report, mapping, word, word, ["path", "ignore"]) : null;
        if (nested is not null)
        {
            if (nested.Find("path") is not { } written)
            {
                report.Fault(Rules.MissingKey, word, entry.Key.Range, word, "path");
                return null;
            }

            path = written;
        }

        return References.ReadText(report, path, word + ".path", "the path of a config.json") is { } text
            ? new ConfigSource(text, ReadTexts(nested?.Find("ignore"), word + ".ignore", "a key"))
            : null;
    }

    /// <summary>The files that it must agree with: <c>check_against: [a, b]</c>, or a mapping with <c>files</c> and <c>ignore</c>.</summary>
    public FileChecks? ReadChecks(YamlEntry entry)
    {
        const string word = "check_against";
        report.Mark(word, entry.Key.Range);
        if (entry.Value is not YamlMapping mapping)
        {
            return new FileChecks(ReadTexts(entry, word + ".files", "the path of a file"), default);
        }

        Fields nested = Fields.Read(report, mapping, word, word, ["files", "ignore"]);
        if (nested.Find("files") is not { } files)
        {
            report.Fault(Rules.MissingKey, word, entry.Key.Range, word, "files");
            return null;
        }

        return new FileChecks(ReadTexts(files, word + ".files", "the path of a file"), ReadTexts(nested.Find("ignore"), word + ".ignore", "a key or a tensor"));
    }

    /// <summary>What its author expects of it.</summary>
    public Expectation? ReadExpectation(YamlEntry entry)
    {
        report.Mark("expect", entry.Key.Range);
        if (entry.Value is not YamlMapping mapping)
        {
            report.Invalid("expect", entry.Value, entry.ValueRange, "expect", "a mapping of num_hidden_layers, parameters or both");
            return null;
        }

        Fields fields = Fields.Read(report, mapping, "expect", "expect", ["num_hidden_layers", "parameters"]);
        return new Expectation(ReadCount(fields, "num_hidden_layers"), ReadCount(fields, "parameters"));
    }

    // A list of texts, or one text.
    private EquatableArray<string> ReadTexts(YamlEntry? written, string element, string expected)
    {
        if (written is not { } entry)
        {
            return default;
        }

        var texts = new List<string>();
        IReadOnlyList<YamlNode> items = entry.Value is YamlList list ? list.Items : [entry.Value];
        for (int i = 0; i < items.Count; i++)
        {
            if (References.ReadText(report, entry with { Value = items[i] }, FormattableString.Invariant($"{element}[{i}]"), expected) is { } text)
            {
                texts.Add(text);
            }
        }

        return texts.ToEquatableArray();
    }

    private long? ReadCount(Fields fields, string key)
    {
        if (fields.Find(key) is not { } entry)
        {
            return null;
        }

        string element = "expect." + key;
        report.Mark(element, entry);
        if (ScalarReader.TryReadInteger(entry.Value, out long count))
        {
            return count;
        }

        report.Invalid(element, entry.Value, entry.ValueRange, key, "a whole number");
        return null;
    }
}
