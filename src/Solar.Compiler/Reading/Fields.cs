using System;
using System.Collections.Generic;
using System.Linq;
using Solar.Compiler.Reading.Yaml;
using Solar.Validation;

namespace Solar.Compiler.Reading;

/// <summary>The keys of a mapping that mean something to its reader. Doubled and unknown ones are reported when it is made.</summary>
internal sealed class Fields
{
    private readonly Dictionary<string, YamlEntry> _known = new(StringComparer.Ordinal);
    private readonly HashSet<string> _meant = new(StringComparer.Ordinal);

    private Fields()
    {
    }

    /// <summary>Sorts the entries of a mapping.</summary>
    /// <param name="report">Receives places and faults.</param>
    /// <param name="mapping">The mapping.</param>
    /// <param name="owner">What messages call it.</param>
    /// <param name="element">Its path.</param>
    /// <param name="known">The keys that it may have.</param>
    /// <param name="values">Reads keys beside the known ones, of a vocabulary; null where there are none.</param>
    public static Fields Read(
        DeclarationReport report, YamlMapping mapping, string owner, string element, IReadOnlyList<string> known, ValuesReader? values = null)
    {
        var fields = new Fields();
        foreach (YamlEntry entry in mapping.Entries)
        {
            string key = entry.Key.Value;
            if (!known.Contains(key))
            {
                if (values is null)
                {
                    if (Suggestion.Nearest(key, known) is { } nearest)
                    {
                        fields._meant.Add(nearest);
                    }

                    report.Fault(
                        Rules.UnknownKey, element, entry.Key.Range,
                        [entry.Key.Description, owner, Suggestion.For(key, known), .. Suggestion.Mends(key, known)]);
                }
                else
                {
                    values.Read(entry);
                }
            }
            else if (!fields._known.ContainsKey(key))
            {
                fields._known.Add(key, entry);
            }
            else
            {
                report.Fault(Rules.DuplicateKey, element, entry.Key.Range, key);
            }
        }

        return fields;
    }

    /// <summary>Whether an unknown key has been reported as this one, misspelt: that it is missing would be the same mistake told twice.</summary>
    public bool IsMeant(string key) => _meant.Contains(key);

    /// <summary>The entry of a key, or null where it is not written.</summary>
    public YamlEntry? Find(string key) => _known.TryGetValue(key, out YamlEntry entry) ? entry : null;
}
