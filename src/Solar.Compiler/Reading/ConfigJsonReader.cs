using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Solar.Compiler.Reading.Yaml;
using Solar.Families;
using Solar.Specs;
using Solar.Validation;

namespace Solar.Compiler.Reading;

/// <summary>Reads a Hugging Face <c>config.json</c>, in old and new spellings. JSON is YAML, so the same reader serves and every place is exact.</summary>
public static class ConfigJsonReader
{
    private const string ModelType = "model_type";

    /// <summary>Reads a config. What is wrong with it is a finding with a place, never an exception.</summary>
    /// <param name="path">The file, as findings name it.</param>
    /// <param name="text">What it holds.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="OperationCanceledException">Cancellation was asked for.</exception>
    public static ConfigReading Read(string path, string text, CancellationToken cancellationToken = default)
    {
        var file = new SourceFile(path, text);
        var report = new DeclarationReport(file, new NameScopes("", []), [], "", file.Clamp(0, 0));
        var ignored = new List<string>();
        ArchitectureDeclaration? architecture = null;
        try
        {
            architecture = Read(file, report, ignored, cancellationToken);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            report.Fault(Rules.InternalError, "", new TextRange(0, 0), path, $"{fault.GetType().Name}: {fault.Message}");
        }

        return new ConfigReading(architecture, ignored.ToEquatableArray(), report.Locations, report.Findings);
    }

    private static ArchitectureDeclaration? Read(
        SourceFile file, DeclarationReport report, List<string> ignored, CancellationToken cancellationToken)
    {
        YamlTree tree = YamlTreeReader.Read(file, cancellationToken);
        foreach (YamlProblem problem in tree.Problems.Concat(tree.SyntaxError is { } error ? [error] : []))
        {
            report.Fault(Rules.MalformedYaml, "", problem.Range, problem.Message);
        }

        if (report.IsBroken)
        {
            return null;
        }

        if (tree.Root is not YamlMapping root)
        {
            report.Fault(Rules.MalformedYaml, "", tree.Root?.Range ?? new TextRange(0, 0), "it is no JSON object");
            return null;
        }

        if (ReadFamily(root, report) is not { } family)
        {
            return null;
        }

        var values = new ValuesReader(report, family.Vocabulary, []) { IsConfigFile = true };
        foreach (YamlEntry entry in root.Entries)
        {
            Read(entry, values, ignored);
        }

        IEnumerable<string> components = root.Entries.Select(entry => entry.Key.Value).Where(key => family == Family.Decoding && DecoderVocabulary.Find(key) is not null);
        return values.IsReadable
            ? new ArchitectureDeclaration(
                family.ModelType, family == Family.Decoding ? DecoderVocabulary.WithComponents(values.Values, components) : values.Values)
            : null;
    }

    private static void Read(YamlEntry entry, ValuesReader values, List<string> ignored)
    {
        string key = entry.Key.Value;
        if (!values.Knows(key))
        {
            // null is how a config says that a feature is absent, of features that are not known too.
            if (BookkeepingKeys.Contain(key) || entry.Value.IsNull)
            {
                ignored.Add(key);
                return;
            }
        }
        else if (key.EndsWith("_token_id", StringComparison.Ordinal) && entry.Value is YamlList { Items: [YamlScalar first, ..] } list)
        {
            // Llama 3 ends a text with any of several tokens: the first trains, and generation_config.json keeps them all.
            ignored.AddRange(list.Items.Skip(1).Select((_, index) => FormattableString.Invariant($"{key}[{index + 1}]")));
            entry = entry with { Value = first };
        }

        values.Read(entry);
    }

    private static Family? ReadFamily(YamlMapping root, DeclarationReport report)
    {
        if (root.Entries.Find(entry => entry.Key.Value == ModelType) is not { Key: not null } type)
        {
            report.Fault(Rules.MissingKey, "", root.Range with { End = root.Range.Start + 1 }, "config.json", ModelType);
            return null;
        }

        report.Mark(ModelType, type);
        Family? family = type.Value is YamlScalar scalar ? Family.Find(scalar.Value) : null;
        if (family is null)
        {
            string known = Suggestion.List([.. Family.All.Select(known => known.ModelType)], "or");
            report.Invalid(ModelType, type.Value, type.ValueRange, ModelType, known);
        }

        return family;
    }
}
