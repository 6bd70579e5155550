using System;
using System.Collections.Generic;
using System.Linq;
using Solar.Compiler.Reading.Yaml;
using Solar.Specs;
using Solar.Validation;

namespace Solar.Compiler.Reading.Mergekit;

/// <summary>What a mergekit file tells Solar: <c>x-solar</c>, and where that says nothing, the file's name.</summary>
internal sealed class MergekitHeader
{
    /// <summary>The key that it stands under.</summary>
    public const string Key = "x-solar";

    private static readonly string[] Keys = ["name", "namespace", "using", "into", "models"];

    private readonly Dictionary<string, string> _models = new(StringComparer.Ordinal);
    private readonly List<YamlScalar> _mapped = [];
    private readonly HashSet<string> _met = new(StringComparer.Ordinal);

    private MergekitHeader(string name, TextRange nameRange, NameScopes names)
    {
        Name = name;
        NameRange = nameRange;
        Names = names;
    }

    /// <summary>Name of the declaration.</summary>
    public string Name { get; }

    /// <summary>Where it stands.</summary>
    public TextRange NameRange { get; }

    /// <summary>Where names are looked up.</summary>
    public NameScopes Names { get; }

    /// <summary>The model whose type the result has, as written; null where nothing says so.</summary>
    public YamlEntry? Into { get; private set; }

    /// <summary>Reads <c>x-solar</c>.</summary>
    public static MergekitHeader Read(YamlMapping root, SourceFile file, FileReport report)
    {
        Dictionary<string, YamlEntry> entries = ReadKeys(root, report);
        string @namespace = entries.TryGetValue("namespace", out YamlEntry space) ? YamlProgramReader.ReadNamespace(space, space.Value, report) ?? "" : "";
        IEnumerable<string?> usings = entries.TryGetValue("using", out YamlEntry import)
            ? (import.Value is YamlList list ? list.Items : [import.Value]).Select(node => YamlProgramReader.ReadNamespace(import, node, report))
            : [];
        TextRange range = entries.TryGetValue("name", out YamlEntry named) ? named.ValueRange
            : root.Entries.Find(entry => entry.Key.Value == "merge_method") is { Key: not null } method ? method.Key.Range : new TextRange(0, 0);
        var header = new MergekitHeader(ReadName(entries, report) ?? FromPath(file.Path), range, new NameScopes(@namespace, usings.OfType<string>()))
        {
            Into = entries.TryGetValue("into", out YamlEntry into) ? into : null,
        };
        if (entries.TryGetValue("models", out YamlEntry models))
        {
            header.ReadModels(models, report);
        }

        return header;
    }

    /// <summary>Whether a model of mergekit's is mapped to a declaration; the file has then met that name.</summary>
    public bool Maps(string model)
    {
        _met.Add(model);
        return _models.ContainsKey(model);
    }

    /// <summary>Reports what is mapped under <c>models</c>, though the file has no such model.</summary>
    public void CheckModels(DeclarationReport report)
    {
        string[] met = [.. _met.OrderBy(model => model, StringComparer.Ordinal)];
        foreach (YamlScalar model in _mapped.Where(model => !_met.Contains(model.Value)))
        {
            report.Fault(Rules.UnknownKey, "", model.Range, [model.Description, Key + ".models", Suggestion.For(model.Value, met), .. Suggestion.Mends(model.Value, met)]);
        }
    }

    /// <summary>What a model of mergekit's is in this program.</summary>
    public NameReference Reference(string model) => _models.TryGetValue(model, out string? name)
        ? Names.Reference(name)
        : Names.Reference(model) with { Location = model };

    private static Dictionary<string, YamlEntry> ReadKeys(YamlMapping root, FileReport report)
    {
        var entries = new Dictionary<string, YamlEntry>(StringComparer.Ordinal);
        YamlEntry own = root.Entries.Find(entry => entry.Key.Value == Key);
        if (own.Key is null || own.Value.IsNull)
        {
            return entries;
        }

        if (own.Value is not YamlMapping mapping)
        {
            Invalid(report, own, $"a mapping of {Suggestion.List(Keys, "and")}");
            return entries;
        }

        foreach (YamlEntry entry in mapping.Entries)
        {
            string key = entry.Key.Value;
            if (!Keys.Contains(key))
            {
                report.Fault(Rules.UnknownKey, entry.Key.Range, [entry.Key.Description, Key, Suggestion.For(key, Keys), .. Suggestion.Mends(key, Keys)]);
            }
            else if (entries.ContainsKey(key))
            {
                report.Fault(Rules.DuplicateKey, entry.Key.Range, key);
            }
            else
            {
                entries.Add(key, entry);
            }
        }

        return entries;
    }

    private static string? ReadName(Dictionary<string, YamlEntry> entries, FileReport report)
    {
        if (!entries.TryGetValue("name", out YamlEntry entry))
        {
            return null;
        }

        if (entry.Value is YamlScalar { IsNull: false } scalar)
        {
            return scalar.Value;
        }

        Invalid(report, entry, "the name of what the file declares");
        return null;
    }

    private void ReadModels(YamlEntry models, FileReport report)
    {
        if (models.Value is not YamlMapping mapping)
        {
            if (!models.Value.IsNull)
            {
                Invalid(report, models, "mergekit's names, each with that of a declaration");
            }

            return;
        }

        foreach (YamlEntry model in mapping.Entries)
        {
            if (model.Value is not YamlScalar scalar || !NameScopes.IsName(scalar.Value))
            {
                Invalid(report, model, "the name of a model, stage or merge");
            }
            else if (_models.ContainsKey(model.Key.Value))
            {
                report.Fault(Rules.DuplicateKey, model.Key.Range, model.Key.Value);
            }
            else
            {
                _models.Add(model.Key.Value, scalar.Value);
                _mapped.Add(model.Key);
            }
        }
    }

    private static void Invalid(FileReport report, YamlEntry entry, string expected)
    {
        if (entry.Value is not YamlScalar { IsUnknown: true })          // an alias that names nothing, reported with the file
        {
            report.Fault(Rules.InvalidValue, entry.ValueRange, entry.Value.IsNull ? "null" : entry.Value.Description, entry.Key.Value, expected);
        }
    }

    // slerp_bf16.mergekit.yml is SlerpBf16; linear.mergekit.yml is LinearMerge, since emitted code has another use for Linear; no name begins with a digit,
    // so that 7b-slerp.yml is Merge7bSlerp.
    private static string FromPath(string path)
    {
        string file = path.Substring(path.LastIndexOfAny(['/', '\\']) + 1);
        string stem = file.Split('.')[0];
        string name = string.Concat(stem.Split('_', '-', ' ').Where(part => part.Length > 0).Select(part => char.ToUpperInvariant(part[0]) + part.Substring(1)));
        return name.Length > 0 && char.IsDigit(name[0]) ? "Merge" + name
            : Emitting.EmittedNames.All.Contains(name) ? name + "Merge"
            : name;
    }
}
