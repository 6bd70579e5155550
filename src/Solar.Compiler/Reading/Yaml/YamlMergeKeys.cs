using System;
using System.Collections.Generic;

namespace Solar.Compiler.Reading.Yaml;

/// <summary>Resolves <c>&lt;&lt;: *base</c> and <c>&lt;&lt;: [*a, *b]</c>: what is written wins over what is merged, and an earlier mapping over a later one.</summary>
internal sealed class YamlMergeKeys(List<YamlProblem> problems)
{
    private int _copied;

    /// <summary>Replaces the merge keys of a mapping by what they bring.</summary>
    public void Resolve(YamlMapping mapping)
    {
        if (!mapping.Entries.Exists(IsMerge))
        {
            return;
        }

        List<YamlEntry> merges = mapping.Entries.FindAll(IsMerge);
        mapping.Entries.RemoveAll(IsMerge);
        var known = new HashSet<string>(StringComparer.Ordinal);
        foreach (YamlEntry entry in mapping.Entries)
        {
            known.Add(entry.Key.Value);
        }

        foreach (YamlEntry merge in merges)
        {
            foreach (YamlNode source in merge.Value is YamlList list ? list.Items : [merge.Value])
            {
                if (source is not YamlMapping merged)
                {
                    if (source is not YamlScalar { IsUnknown: true })
                    {
                        problems.Add(new YamlProblem("'<<' takes a mapping or a list of mappings", merge.Key.Range));
                    }

                    continue;
                }

                Copy(merged, mapping, known, merge.Key.Range);
            }
        }
    }

    private void Copy(YamlMapping from, YamlMapping to, HashSet<string> known, TextRange at)
    {
        foreach (YamlEntry entry in from.Entries)
        {
            if (!known.Add(entry.Key.Value))
            {
                continue;
            }

            if (_copied == YamlLimits.MergedEntries)
            {
                problems.Add(new YamlProblem($"merge keys copy more than {YamlLimits.MergedEntries} entries", at));
            }

            if (++_copied > YamlLimits.MergedEntries)
            {
                return;
            }

            to.Entries.Add(entry);
        }
    }

    private static bool IsMerge(YamlEntry entry) => entry.Key is { IsPlain: true, Value: "<<" };
}
