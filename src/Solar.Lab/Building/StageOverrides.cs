using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Reflection;
using Solar.Families;
using Solar.Lab.CommandLine;
using Solar.Lab.CommandLine.Output;
using Solar.Lab.CommandLine.Programs;
using Solar.Runtime.Training;
using Solar.Specs;

namespace Solar.Lab.Building;

/// <summary>Hyper-parameters that a build is told in place of the declared ones: <c>--set max_steps=20</c>, <c>--set SftV1.learning_rate=1e-4</c>.</summary>
internal static class StageOverrides
{
    /// <summary>Those of one stage by key; one that names the stage goes before one that names none.</summary>
    public static SortedDictionary<string, string> Of(ProgramEntry entry, IReadOnlyDictionary<string, string> overrides)
    {
        var own = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach ((string name, string value) in overrides.OrderBy(pair => pair.Key.Contains('.')))
        {
            int dot = name.LastIndexOf('.');
            string key = name[(dot + 1)..];
            bool isForIt = dot < 0 ? StageVocabulary.Of(entry.Stage!.Declaration.Kind).Find(key) is not null : name[..dot] == entry.Name || name[..dot] == entry.FullName;
            if (isForIt)
            {
                own[key] = value;
            }
        }

        return own;
    }

    /// <summary>Refuses names that mean nothing, before anything is built.</summary>
    /// <exception cref="CommandException">There is no such stage or key, or the value is none of its kind.</exception>
    public static void Check(LabProgram program, IReadOnlyDictionary<string, string> overrides)
    {
        foreach ((string name, string value) in overrides)
        {
            int dot = name.LastIndexOf('.');
            string key = name[(dot + 1)..];
            StageKind[] kinds = dot < 0
                ? Enum.GetValues<StageKind>()
                : [(program.Named(name[..dot]).Stage ?? throw new CommandException($"--set {name}: {name[..dot]} is no stage.")).Declaration.Kind];
            ConfigKey[] found = [.. kinds.Select(kind => StageVocabulary.Of(kind).Find(key)).OfType<ConfigKey>()];
            if (found.Length == 0)
            {
                string hint = Spelling.Nearest(key, kinds.SelectMany(kind => StageVocabulary.Of(kind).Keys).Select(known => known.Name)) is { } nearest ? $"; did you mean '{nearest}'?" : "";
                throw new CommandException($"--set {Shown.Untrusted(name)}: stages have no key '{Shown.Untrusted(key)}'{hint}");
            }

            Parse(name, typeof(InstructionTuneOptions).GetProperty(found[0].PropertyName) ?? Property(found[0].PropertyName), value);
        }
    }

    /// <summary>Options with the keys replaced.</summary>
    public static TrainingOptions Apply(TrainingOptions options, StageKind kind, IReadOnlyDictionary<string, string> values)
    {
        TrainingOptions changed = options with { };
        foreach ((string key, string value) in values)
        {
            PropertyInfo property = changed.GetType().GetProperty(StageVocabulary.Of(kind).Find(key)!.PropertyName)!;
            property.SetValue(changed, Parse(key, property, value));
        }

        return changed;
    }

    private static PropertyInfo Property(string name) => typeof(PretrainOptions).GetProperty(name) ?? typeof(AlignTuneOptions).GetProperty(name)
        ?? throw new InvalidOperationException($"No options have {name}.");

    private static object Parse(string name, PropertyInfo property, string value)
    {
        Type type = property.PropertyType;
        try
        {
            return type.IsEnum
                ? Enum.Parse(type, value.Replace("_", "", StringComparison.Ordinal), ignoreCase: true)
                : type == typeof(string) || type.IsPrimitive ? Convert.ChangeType(value, type, CultureInfo.InvariantCulture) : throw new FormatException();
        }
        catch (Exception fault) when (fault is FormatException or ArgumentException or OverflowException or InvalidCastException)
        {
            string expected = type.IsEnum ? $"one of {string.Join(", ", Enum.GetNames(type))}" : type == typeof(int) ? "a whole number" : type == typeof(bool) ? "true or false" : type == typeof(double) ? "a number" : "set in the declaration alone";
            throw new CommandException($"--set {Shown.Untrusted(name)}={Shown.Untrusted(value)}: it has to be {expected}.");
        }
    }
}
