using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using Solar.Compiler.Reading;
using Solar.Compiler.Reading.Yaml;
using Solar.Families;
using Solar.Plans;
using Solar.Specs;
using Solar.Validation;

namespace Solar.Compiler.Files;

/// <summary>Compares a model with a config.json, key by key: with what both would be written out as, so that spellings and defaults do not count.</summary>
internal sealed class ConfigComparison(ModelPlan plan, ProgramFile file, string written, string element, Report report)
{
    // They follow from the family.
    private static readonly string[] Derived = ["architectures", "model_type"];

    private readonly string _model = plan.Declaration.Name.Name;
    private readonly EquatableArray<string> _ignore = plan.Declaration.CheckAgainst!.Ignore;

    /// <summary>The element of a key: where it is written, else the word; of a recipe, which writes no keys, the file's name.</summary>
    public static string KeyElement(ModelPlan plan, string key, string otherwise) =>
        plan.Declaration.Architecture is { } architecture ? $"{architecture.Family}.{key}" : otherwise;

    /// <summary>Reports where the two differ; what is wrong with the file itself is returned.</summary>
    public IReadOnlyList<Finding> Run(CancellationToken cancellationToken)
    {
        ConfigReading config = ConfigJsonReader.Read(file.Path, file.Text, cancellationToken);
        List<Finding> findings = [.. config.Findings.Where(finding => !ConfigExpansion.IsIgnored(finding, _ignore))];
        if (config.Architecture is not { } architecture || Family.Find(architecture.Family) is not { } family)
        {
            return findings;
        }

        bool isSound = ArchitectureRules.Check(
            family, architecture.Values,
            (rule, at, arguments) => findings.Add(Finding.Of(rule, default, arguments) with { At = config.Locations.Find(at) }));
        if (!isSound)
        {
            return findings;
        }

        if (Family.Find(plan.Spec.Family) is not { } own)
        {
            report(Rules.IncomparableFile, element, _model, written, "the model is of no family that has a config.json");
            return findings;
        }

        Compare(own, Keys(ConfigJson.Write(plan.Spec), cancellationToken), family, Keys(ConfigJson.Write(family.Lower(family.Normalize(architecture.Values))), cancellationToken));
        return findings;
    }

    private void Compare(Family own, Dictionary<string, string> here, Family other, Dictionary<string, string> there)
    {
        if (own.ModelType != other.ModelType && !_ignore.Contains("model_type"))
        {
            report(Rules.ConfigDisagrees, plan.Declaration.Architecture is null ? element : own.ModelType, "model_type", own.ModelType, other.ModelType, written);
        }

        foreach (string key in here.Keys.Union(there.Keys).Except(Derived).OrderBy(key => key, StringComparer.Ordinal))
        {
            string name = own.Vocabulary.Find(key)?.Name ?? key;
            string? mine = here.TryGetValue(key, out string? h) ? h : null, theirs = there.TryGetValue(key, out string? t) ? t : null;
            if (mine == theirs || _ignore.Contains(name) || _ignore.Contains(key) || IsSilent(name, mine, theirs))
            {
                continue;
            }

            string at = KeyElement(plan, name, element);
            object[] mends = IsNumber(theirs!) && plan.Declaration.Architecture is not null ? [Mend.Replace($"Write {theirs}, as the file has it", at, theirs!)] : [];
            report(Rules.ConfigDisagrees, at, [name, mine ?? "unknown", theirs!, written, .. mends]);
        }
    }

    // Numbers are written alike in all front ends.
    private static bool IsNumber(string text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _);

    // A data type that is not written is that of the checkpoint; a key that only this family writes is none of the file's.
    private static bool IsSilent(string key, string? mine, string? theirs) =>
        theirs is null || (mine is null && theirs is "null" or "false") || (key == "dtype" && (mine is null or "null" || theirs is "null"));

    // Nested keys are joined by a dot, as everywhere.
    private static Dictionary<string, string> Keys(string json, CancellationToken cancellationToken)
    {
        var keys = new Dictionary<string, string>(StringComparer.Ordinal);
        Collect((YamlMapping)YamlTreeReader.Read(new SourceFile("", json), cancellationToken).Root!, "", keys);
        return keys;
    }

    private static void Collect(YamlMapping mapping, string prefix, Dictionary<string, string> keys)
    {
        foreach (YamlEntry entry in mapping.Entries)
        {
            string key = prefix + entry.Key.Value;
            if (entry.Value is YamlMapping nested)
            {
                Collect(nested, key + ".", keys);
            }
            else
            {
                keys[key] = Text(entry.Value);
            }
        }
    }

    private static string Text(YamlNode node) => node switch
    {
        YamlScalar scalar => scalar.IsNull ? "null" : scalar.Value,
        YamlList list => $"[{string.Join(", ", list.Items.Select(Text))}]",
        _ => node.Description,
    };
}
