using System;
using System.Collections.Generic;
using System.Linq;
using Solar.Compiler.Reading.Yaml;
using Solar.Specs;
using Solar.Validation;

namespace Solar.Compiler.Reading;

/// <summary>Reads keys of a <see cref="Vocabulary"/>, nested and aliased ones included.</summary>
internal sealed class ValuesReader
{
    private const string NewRope = "rope_parameters";
    private const string OldRope = "rope_scaling";

    private readonly DeclarationReport _report;
    private readonly Vocabulary _vocabulary;
    private readonly string _element;
    private readonly IReadOnlyList<string> _otherKeys;
    private readonly Dictionary<string, ConfigValue> _values = new(StringComparer.Ordinal);
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);

    /// <summary>A reader of one vocabulary.</summary>
    /// <param name="report">Receives places and faults.</param>
    /// <param name="vocabulary">The keys.</param>
    /// <param name="otherKeys">Keys that may stand beside them, for suggestions.</param>
    public ValuesReader(DeclarationReport report, Vocabulary vocabulary, IReadOnlyList<string> otherKeys)
    {
        _report = report;
        _vocabulary = vocabulary;
        _element = vocabulary.Name;
        _otherKeys = otherKeys;
    }

    /// <summary>Whether the entries are those of a config.json, which writes its defaults out and may say the same thing in an old and a new spelling.</summary>
    public bool IsConfigFile { get; init; }

    /// <summary>Whether every known key could be read.</summary>
    public bool IsReadable { get; private set; } = true;

    /// <summary>What was read.</summary>
    public ConfigValues Values => ConfigValues.From(_values);

    /// <summary>Whether a key is one of the vocabulary, or opens nested ones.</summary>
    public bool Knows(string key) => _vocabulary.Find(key) is not null || NestedUnder(key) is not null;

    /// <summary>Reads one entry.</summary>
    public void Read(YamlEntry entry)
    {
        string key = entry.Key.Value;
        if (NestedUnder(key) is { } prefix)
        {
            ReadNested(entry, prefix);
        }
        else if (_vocabulary.Find(key) is { } known)
        {
            ReadValue(entry, known);
        }
        else
        {
            string[] candidates = [.. _vocabulary.Keys.Select(k => k.Name).Where(name => name.IndexOf('.') < 0), .. NestedKeys(), .. _otherKeys];
            Unknown(entry, _vocabulary.Name, candidates);
        }
    }

    // rope_scaling: { rope_type: linear }, and rope_parameters as transformers 5 spells it, which holds rope_theta too.
    private void ReadNested(YamlEntry entry, string prefix)
    {
        _report.Mark($"{_element}.{prefix}", entry);
        if (entry.Value.IsNull)
        {
            return;
        }

        if (entry.Value is not YamlMapping mapping)
        {
            IsReadable = false;
            _report.Invalid($"{_element}.{prefix}", entry.Value, entry.ValueRange, entry.Key.Value, "a mapping or null");
            return;
        }

        foreach (YamlEntry nested in mapping.Entries)
        {
            string name = nested.Key.Value;
            if (entry.Key.Value == NewRope && name == "rope_theta" && _vocabulary.Find(name) is { } theta)
            {
                ReadValue(nested, theta);
            }
            else if (entry.Key.Value == NewRope && name == "rope_type" && nested.Value is YamlScalar { Value: "default" })
            {
                continue;               // the new spelling always names a type; 'default' is none
            }
            else if (_vocabulary.Find($"{prefix}.{name}") is { } known)
            {
                ReadValue(nested, known);
            }
            else
            {
                string[] candidates = [.. _vocabulary.Keys.Where(k => IsUnder(k, prefix)).Select(k => k.Name.Substring(prefix.Length + 1))];
                Unknown(nested, entry.Key.Value, candidates);
            }
        }
    }

    private void ReadValue(YamlEntry entry, ConfigKey key)
    {
        string element = $"{_element}.{key.Name}";
        bool isFirst = _seen.Add(key.Name);
        if (isFirst)
        {
            _report.Mark(element, entry);
        }

        if (!ScalarReader.TryRead(entry.Value, key, out ConfigValue value))
        {
            IsReadable = false;
            _report.Invalid(
                element, entry.Value, entry.ValueRange, entry.Key.Value, ScalarReader.Expected(key, entry.Value), ScalarReader.Mend(key, entry.Value));
        }
        else if (isFirst)
        {
            _values.Add(key.Name, value);
        }
        else if (!IsConfigFile || !_values.TryGetValue(key.Name, out ConfigValue earlier) || value != earlier)
        {
            IsReadable = false;
            _report.Fault(Rules.DuplicateKey, element + "#key", entry.Key.Range, entry.Key.Value);
        }
    }

    private void Unknown(YamlEntry entry, string owner, IReadOnlyList<string> candidates) => _report.Fault(
        Rules.UnknownKey, _element, entry.Key.Range,
        [entry.Key.Description, owner, Suggestion.For(entry.Key.Value, candidates), .. Suggestion.Mends(entry.Key.Value, candidates)]);

    // The prefix of the keys that a mapping of this name holds, or null.
    private string? NestedUnder(string key)
    {
        string prefix = key == NewRope ? OldRope : key;
        return _vocabulary.Keys.Any(k => IsUnder(k, prefix)) ? prefix : null;
    }

    private IEnumerable<string> NestedKeys() =>
        _vocabulary.Keys.Where(k => k.Name.IndexOf('.') > 0).Select(k => k.Name.Substring(0, k.Name.IndexOf('.'))).Distinct();

    private static bool IsUnder(ConfigKey key, string prefix) =>
        key.Name.Length > prefix.Length && key.Name[prefix.Length] == '.' && key.Name.StartsWith(prefix, StringComparison.Ordinal);
}
