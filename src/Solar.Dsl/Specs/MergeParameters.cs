using System;
using System.Collections.Generic;
using System.Linq;

namespace Solar.Specs;

/// <summary>Collects the parameters of one merge while it is read: of the whole, of inputs, of slices and of what inputs give to slices.</summary>
public sealed class MergeParameters
{
    private readonly Dictionary<string, SortedDictionary<string, List<MergeSetting>>> _byOwner = new(StringComparer.Ordinal);

    /// <summary>Adds a setting behind those that are there.</summary>
    /// <param name="owner">Path of what it belongs to; see <see cref="MergePaths"/>.</param>
    /// <param name="name">The parameter's name.</param>
    /// <param name="setting">The setting.</param>
    public void Add(string owner, string name, MergeSetting setting) => Settings(owner, name).Add(setting);

    /// <summary>The path of the setting that would be added next.</summary>
    public string Next(string owner, string name) =>
        FormattableString.Invariant($"{owner}.{name}[{(_byOwner.TryGetValue(owner, out var names) && names.TryGetValue(name, out var settings) ? settings.Count : 0)}]");

    /// <summary>What belongs to an owner, in ordinal order of the names.</summary>
    public EquatableArray<MergeParameter> At(string owner) => _byOwner.TryGetValue(owner, out var names)
        ? names.Select(pair => new MergeParameter(pair.Key, pair.Value.ToEquatableArray())).ToEquatableArray()
        : default;

    private List<MergeSetting> Settings(string owner, string name)
    {
        if (!_byOwner.TryGetValue(owner, out var names))
        {
            _byOwner.Add(owner, names = new SortedDictionary<string, List<MergeSetting>>(StringComparer.Ordinal));
        }

        if (!names.TryGetValue(name, out List<MergeSetting>? settings))
        {
            names.Add(name, settings = []);
        }

        return settings;
    }
}

/// <summary>Paths of a merge's elements, which both front ends give places and rules name.</summary>
public static class MergePaths
{
    /// <summary>An input: <c>slerp.models[1]</c>.</summary>
    public static string Input(string word, int input) => FormattableString.Invariant($"{word}.models[{input}]");

    /// <summary>A slice: <c>slerp.slices[0]</c>.</summary>
    public static string Slice(string word, int slice) => FormattableString.Invariant($"{word}.slices[{slice}]");

    /// <summary>What an input gives to a slice: <c>slerp.slices[0].layers[1]</c>.</summary>
    public static string Source(string word, int slice, int input) => FormattableString.Invariant($"{word}.slices[{slice}].layers[{input}]");

    /// <summary>A parameter's name: <c>slerp.t#key</c>.</summary>
    public static string Key(string owner, string name) => $"{owner}.{name}#key";

    /// <summary>A setting: <c>slerp.t[1]</c>.</summary>
    public static string Setting(string owner, string name, int setting) => FormattableString.Invariant($"{owner}.{name}[{setting}]");

    /// <summary>A value of a setting: <c>slerp.t[1].values[0]</c>.</summary>
    public static string Value(string setting, int value) => FormattableString.Invariant($"{setting}.values[{value}]");

    /// <summary>The filter of a setting: <c>slerp.t[1].filter</c>.</summary>
    public static string Filter(string setting) => setting + ".filter";
}
