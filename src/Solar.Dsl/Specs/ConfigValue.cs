using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace Solar.Specs;

/// <summary>What kind of scalar a <see cref="ConfigValue"/> is.</summary>
public enum ConfigKind
{
    /// <summary>JSON <c>null</c>.</summary>
    Null,

    /// <summary>A whole number.</summary>
    Integer,

    /// <summary>A number with a fraction or exponent.</summary>
    Number,

    /// <summary><c>true</c> or <c>false</c>.</summary>
    Boolean,

    /// <summary>A text.</summary>
    Text,

    /// <summary>A list of scalars of one kind.</summary>
    List,
}

/// <summary>One scalar of a configuration, as it was written: in an attribute, in YAML or in a <c>config.json</c>.</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="Canonical">The invariant text of the value, without quotes.</param>
public readonly record struct ConfigValue(ConfigKind Kind, string Canonical)
{
    /// <summary>JSON <c>null</c>.</summary>
    public static ConfigValue Null { get; } = new(ConfigKind.Null, "null");

    /// <summary>A whole number.</summary>
    public static ConfigValue Of(long value) => new(ConfigKind.Integer, value.ToString(CultureInfo.InvariantCulture));

    /// <summary>A number; kept shortest, so that it reads back to the same double.</summary>
    public static ConfigValue Of(double value) => new(ConfigKind.Number, Number(value));

    /// <summary>A truth value.</summary>
    public static ConfigValue Of(bool value) => new(ConfigKind.Boolean, value ? "true" : "false");

    /// <summary>A text.</summary>
    public static ConfigValue Of(string value) => new(ConfigKind.Text, value);

    /// <summary>A list; its canonical text is JSON.</summary>
    public static ConfigValue OfList(IEnumerable<ConfigValue> items) => new(ConfigKind.List, $"[{string.Join(", ", items.Select(item => item.ToJson()))}]");

    /// <summary>Whether this is JSON <c>null</c>.</summary>
    public bool IsNull => Kind == ConfigKind.Null;

    /// <summary>The value as a whole number.</summary>
    /// <exception cref="FormatException">The value is no whole number.</exception>
    public long AsInteger() => long.Parse(Canonical, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);

    /// <summary>The value as a double.</summary>
    /// <exception cref="FormatException">The value is no number.</exception>
    public double AsNumber() => double.Parse(Canonical, NumberStyles.Float, CultureInfo.InvariantCulture);

    /// <summary>The value as a truth value.</summary>
    public bool AsBoolean() => Canonical == "true";

    /// <summary>The canonical texts of a list's items, without quotes. Items are numbers or plain words, which need no escapes.</summary>
    public IReadOnlyList<string> AsItems() => Kind != ConfigKind.List || Canonical.Length <= 2
        ? []
        : [.. Canonical.Substring(1, Canonical.Length - 2).Split(',').Select(item => item.Trim().Trim('"'))];

    /// <summary>The value as text.</summary>
    public string AsText() => Canonical;

    /// <summary>The value as JSON, which is also YAML.</summary>
    public string ToJson() => Kind == ConfigKind.Text ? Json.Quote(Canonical) : Canonical;

    /// <inheritdoc/>
    public override string ToString() => Canonical;

    // netstandard2.0 has no shortest round-trip "R" that is right on every framework, so the shortest of 15 to 17 digits is searched.
    private static string Number(double value)
    {
        for (int digits = 6; digits <= 17; digits++)
        {
            string text = value.ToString("G" + digits.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
            if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double back) && back.Equals(value))
            {
                return text.Replace("E", "e");
            }
        }

        return value.ToString("R", CultureInfo.InvariantCulture);
    }
}
