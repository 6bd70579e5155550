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
