using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Solar.Families;
using Solar.Specs;

namespace Solar.Validation;

/// <summary>Whether a merge's parameters are those of its method, within their ranges and each of use (SOLAR307, 308 and 319).</summary>
public static class MergeParameterRules
{
    private const int MostMethodsNamed = 4;

    private enum Place
    {
        Merge,
        Model,
        Slice,
    }

    /// <summary>Checks every parameter as written; false where one is wrong.</summary>
    /// <param name="merge">The merge.</param>
    /// <param name="report">Receives what is wrong.</param>
    public static bool Check(MergeDeclaration merge, Report report)
    {
        MergeMethod? method = MergeVocabulary.Find(merge.Method);
        bool right = true;
        foreach ((string owner, Place place, MergeParameter parameter) in All(merge))
        {
            MergeKey? key = method?.Find(parameter.Name);
            if (method is not null && (key is null || (place == Place.Model && !key.IsPerModel)))
            {
                report(Rules.UnknownMergeParameter, MergePaths.Key(owner, parameter.Name), parameter.Name, method.Name, Hint(method, key, parameter.Name));
                right = false;
                continue;
            }

            right &= key is null || CheckRange(owner, parameter, key, merge.Method, report);
            CheckReach(owner, parameter, report);
        }

        return right;
    }

    /// <summary>What a number of a key must be, in words.</summary>
    public static string Expected(MergeKey key) => key.Key.Kind switch
    {
        ConfigKind.Boolean => "true or false",
        ConfigKind.Integer => $"a whole number of at least {Text(key.Key.Minimum ?? 0)}",
        _ => (key.Key.Minimum, key.Key.Maximum) switch
        {
            ({ } least, { } most) => $"{(key.IsMinimumExclusive ? "more than " : "")}{Text(least)} {(key.IsMinimumExclusive ? "and " : "to ")}"
                + $"{(key.IsMaximumExclusive ? "less than " : key.IsMinimumExclusive ? "at most " : "")}{Text(most)}",
            ({ } least, null) => $"{(key.IsMinimumExclusive ? "more than" : "at least")} {Text(least)}",
            _ => "a finite number",
        },
    };

    // Every parameter with the path of what it belongs to.
    private static IEnumerable<(string Owner, Place Place, MergeParameter Parameter)> All(MergeDeclaration merge)
    {
        foreach (MergeParameter parameter in merge.Parameters)
        {
            yield return (merge.Method, Place.Merge, parameter);
        }

        for (int i = 0; i < merge.Inputs.Count; i++)
        {
            foreach (MergeParameter parameter in merge.Inputs[i].Parameters)
            {
                yield return (MergePaths.Input(merge.Method, i), Place.Model, parameter);
            }
        }

        for (int i = 0; i < merge.Slices.Count; i++)
        {
            foreach (MergeParameter parameter in merge.Slices[i].Parameters)
            {
                yield return (MergePaths.Slice(merge.Method, i), Place.Slice, parameter);
            }

            for (int j = 0; j < merge.Slices[i].Sources.Count; j++)
            {
                foreach (MergeParameter parameter in merge.Slices[i].Sources[j].Parameters)
                {
                    yield return (MergePaths.Source(merge.Method, i, j), Place.Model, parameter);
                }
            }
        }
    }

    private static string Hint(MergeMethod method, MergeKey? known, string name)
    {
        if (known is not null)
        {
            return ": one value is for all models, so it stands beside them";
        }

        if (name == "weight" && method.Name == "karcher")
        {
            return ": it weighs all models alike; 'multislerp' takes weights";
        }

        string[] names = [.. method.Keys.SelectMany(key => key.Plural is { } plural ? new[] { key.Name, plural } : [key.Name])];
        if (name.Length < 64 && Spelling.Nearest(name, names) is { } nearest)
        {
            return $"; did you mean '{nearest}'?";
        }

        string[] others = [.. MergeVocabulary.All.Where(other => other.Find(name) is not null).Select(other => $"'{other.Name}'")];
        return others.Length > 0
            ? $"; it is one of {string.Join(", ", others.Take(MostMethodsNamed))}{(others.Length > MostMethodsNamed ? " and others" : "")}"
            : names.Length == 0 ? ", which has none" : $"; known are {string.Join(", ", method.Keys.Select(key => $"'{key.Name}'"))}";
    }

    private static bool CheckRange(string owner, MergeParameter parameter, MergeKey key, string method, Report report)
    {
        bool right = true;
        for (int i = 0; i < parameter.Settings.Count; i++)
        {
            for (int j = 0; j < parameter.Settings[i].Values.Count; j++)
            {
                double value = parameter.Settings[i].Values[j];
                if (!IsWithin(value, key))
                {
                    string element = MergePaths.Value(MergePaths.Setting(owner, parameter.Name, i), j);
                    report(Rules.MergeParameterOutOfRange, element, parameter.Name, ConfigValue.Of(value).Canonical, method, Expected(key));
                    right = false;
                }
            }
        }

        return right;
    }

    private static bool IsWithin(double value, MergeKey key)
    {
        if (double.IsNaN(value) || double.IsInfinity(value))
        {
            return false;
        }

        return key.Key.Kind switch
        {
            ConfigKind.Boolean => value is 0 or 1,
            ConfigKind.Integer => value == Math.Floor(value) && !(value < key.Key.Minimum) && !(value > key.Key.Maximum),
            _ => !(value < key.Key.Minimum || (key.IsMinimumExclusive && value <= key.Key.Minimum))
                && !(value > key.Key.Maximum || (key.IsMaximumExclusive && value >= key.Key.Maximum)),
        };
    }

    // The first setting that fits counts: behind one for every tensor, or behind a filter that fits whatever its own fits, none ever does.
    private static void CheckReach(string owner, MergeParameter parameter, Report report)
    {
        for (int i = 1; i < parameter.Settings.Count; i++)
        {
            MergeSetting? before = parameter.Settings.Take(i)
                .FirstOrDefault(earlier => earlier.Filter is null || (parameter.Settings[i].Filter is { } filter && filter.Contains(earlier.Filter)));
            if (before is not null)
            {
                string what = before.Filter is { } filter ? $"the filter '{filter}'" : "the value for every tensor";
                report(Rules.UnreachableSetting, MergePaths.Value(MergePaths.Setting(owner, parameter.Name, i), 0), parameter.Name, what);
            }
        }
    }

    private static string Text(double number) => number.ToString(CultureInfo.InvariantCulture);
}
