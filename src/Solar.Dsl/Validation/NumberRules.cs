using System.Globalization;
using Solar.Specs;

namespace Solar.Validation;

/// <summary>Checks written numbers against the ranges of their vocabulary.</summary>
public static class NumberRules
{
    /// <summary>Reports every number outside its range; false where there is one.</summary>
    /// <param name="vocabulary">The keys.</param>
    /// <param name="values">The written values.</param>
    /// <param name="report">Receives what is wrong.</param>
    public static bool Check(Vocabulary vocabulary, ConfigValues values, Report report)
    {
        bool right = true;
        foreach (ConfigEntry entry in values.Entries)
        {
            if (vocabulary.Find(entry.Key) is { IsAlwaysDefault: true, Default: { } only } fixedKey && entry.Value != only)
            {
                report(Rules.NumberOutOfRange, $"{vocabulary.Name}.{fixedKey.Name}", fixedKey.Name, entry.Value.Canonical, $"{only}, the only value that is supported");
                right = false;
            }

            if (vocabulary.Find(entry.Key) is not { } key || entry.Value.Kind is not (ConfigKind.Integer or ConfigKind.Number))
            {
                continue;
            }

            double number = entry.Value.AsNumber();
            if (number < key.Minimum || number > key.Maximum || double.IsNaN(number) || double.IsInfinity(number))
            {
                report(Rules.NumberOutOfRange, $"{vocabulary.Name}.{key.Name}", key.Name, entry.Value.Canonical, Expected(key));
                right = false;
            }
        }

        return right;
    }

    private static string Expected(ConfigKey key) => (key.Minimum, key.Maximum) switch
    {
        ({ } least, { } most) when least.Equals(most) => $"{Text(least)}, the only value that is supported",
        ({ } least, null or int.MaxValue) => $"at least {Text(least)}",
        ({ } least, { } most) => $"{Text(least)} to {Text(most)}",
        (null, { } most) => $"at most {Text(most)}",
        _ => "a finite number",
    };

    private static string Text(double number) => number.ToString(CultureInfo.InvariantCulture);
}
