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
    private static readonly string[] Keys = ["name", "namespace", "using", "into", "models"];

    private readonly Dictionary<string, string> _models = new(StringComparer.Ordinal);

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
        var entries = new Dictionary<string, YamlEntry>(StringComparer.Ordinal);
        if (root.Entries.Find(entry => entry.Key.Value == "x-solar") is { Key: not null } own)
        {
            foreach (YamlEntry entry in (own.Value as YamlMapping)?.Entries ?? [])
            {
                if (!Keys.Contains(entry.Key.Value))
                {
                    report.Fault(Rules.UnknownKey, entry.Key.Range, entry.Key.Description, "x-solar", Suggestion.For(entry.Key.Value, Keys));
                }
                else
                {
                    entries[entry.Key.Value] = entry;
                }
            }
        }

        string @namespace = Text(entries, "namespace") ?? "";
        IEnumerable<string> usings = entries.TryGetValue("using", out YamlEntry import)
            ? (import.Value is YamlList list ? list.Items : [import.Value]).OfType<YamlScalar>().Select(scalar => scalar.Value)
            : [];
        string name = Text(entries, "name") ?? FromPath(file.Path);
        TextRange range = entries.TryGetValue("name", out YamlEntry named) ? named.ValueRange
            : root.Entries.Find(entry => entry.Key.Value == "merge_method") is { Key: not null } method ? method.Key.Range : new TextRange(0, 0);
        var header = new MergekitHeader(name, range, new NameScopes(@namespace, usings)) { Into = entries.TryGetValue("into", out YamlEntry into) ? into : null };
        foreach (YamlEntry model in (entries.TryGetValue("models", out YamlEntry models) ? models.Value as YamlMapping : null)?.Entries ?? [])
        {
            if (model.Value is YamlScalar scalar && NameScopes.IsName(scalar.Value))
            {
                header._models[model.Key.Value] = scalar.Value;
            }
            else
            {
                report.Fault(Rules.InvalidValue, model.ValueRange, model.Value.IsNull ? "null" : model.Value.Description, model.Key.Value, "the name of a model, stage or merge");
            }
        }

        return header;
    }

    /// <summary>Whether a model of mergekit's is mapped to a declaration.</summary>
    public bool Maps(string model) => _models.ContainsKey(model);

    /// <summary>What a model of mergekit's is in this program.</summary>
    public NameReference Reference(string model) => _models.TryGetValue(model, out string? name)
        ? Names.Reference(name)
        : Names.Reference(model) with { Location = model };

    private static string? Text(Dictionary<string, YamlEntry> entries, string key) =>
        entries.TryGetValue(key, out YamlEntry entry) && entry.Value is YamlScalar { IsNull: false } scalar ? scalar.Value : null;

    // slerp_bf16.mergekit.yml is SlerpBf16; linear.mergekit.yml is LinearMerge, since emitted code has another use for Linear.
    private static string FromPath(string path)
    {
        string file = path.Substring(path.LastIndexOfAny(['/', '\\']) + 1);
        string stem = file.Split('.')[0];
        string name = string.Concat(stem.Split('_', '-', ' ').Where(part => part.Length > 0).Select(part => char.ToUpperInvariant(part[0]) + part.Substring(1)));
        return Emitting.EmittedNames.All.Contains(name) ? name + "Merge" : name;
    }
}
