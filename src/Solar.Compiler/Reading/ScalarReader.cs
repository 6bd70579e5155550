using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.RegularExpressions;
using Solar.Compiler.Reading.Yaml;
using Solar.Specs;
using Solar.Validation;

namespace Solar.Compiler.Reading;

/// <summary>Reads scalars as the values of keys. Equal values are equal however they were written: <c>10000</c>, <c>1e4</c> and <c>10_000.0</c>.</summary>
internal static class ScalarReader
{
    private static readonly Regex Whole = new(@"^[-+]?[0-9]+(_[0-9]+)*$", RegexOptions.CultureInvariant);

    private static readonly Regex Fraction = new(
        @"^[-+]?([0-9]+(_[0-9]+)*(\.[0-9]*)?|\.[0-9]+)([eE][-+]?[0-9]+)?$", RegexOptions.CultureInvariant);

    /// <summary>The value; false where the scalar is none of the key.</summary>
    public static bool TryRead(YamlNode node, ConfigKey key, out ConfigValue value)
    {
        value = ConfigValue.Null;
        if (key.Kind == ConfigKind.List && node is YamlList or YamlScalar { IsNull: false })
        {
            ConfigKey item = key with { Kind = key.ItemKind, IsNullable = false };
            var items = new List<ConfigValue>();
            foreach (YamlNode part in node is YamlList list ? list.Items : [node])      // a list of one needs no brackets
            {
                if (!TryRead(part, item, out ConfigValue read))
                {
                    return false;
                }

                items.Add(read);
            }

            value = ConfigValue.OfList(items);
            return true;
        }

        if (node is not YamlScalar scalar || scalar.IsUnknown)
        {
            return false;
        }

        if (scalar.IsNull)
        {
            return key.IsNullable;
        }

        switch (key.Kind)
        {
            case ConfigKind.Integer when TryReadInteger(scalar, out long whole):
                value = ConfigValue.Of(whole);
                return true;
            case ConfigKind.Number when TryReadNumber(scalar, out double number):
                value = ConfigValue.Of(number);
                return true;
            case ConfigKind.Boolean when scalar is { IsPlain: true, Value: "true" or "True" or "TRUE" or "false" or "False" or "FALSE" }:
                value = ConfigValue.Of(scalar.Value[0] is 't' or 'T');
                return true;
            case ConfigKind.Text when key.Choices.Count == 0 || key.Choices.Contains(scalar.Value):
                value = ConfigValue.Of(scalar.Value);
                return true;
            default:
                return false;
        }
    }

    /// <summary>A whole number of 64 bits.</summary>
    public static bool TryReadInteger(YamlNode node, out long value)
    {
        value = 0;
        return node is YamlScalar { IsPlain: true } scalar
            && Whole.IsMatch(scalar.Value)
            && long.TryParse(scalar.Value.Replace("_", ""), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value);
    }

    /// <summary>What a key takes, with what was probably meant.</summary>
    public static string Expected(ConfigKey key, YamlNode node)
    {
        if (key.Kind == ConfigKind.Integer && node is YamlScalar { IsPlain: true } scalar && Whole.IsMatch(scalar.Value))
        {
            return "a whole number of at most 64 bits";
        }

        return key.Expected() + (Nearest(key, node) is { } nearest ? $"; did you mean '{nearest}'?" : "");
    }

    /// <summary>Puts the nearest choice in the place of a misspelt one; null where none is near.</summary>
    public static Mend? Mend(ConfigKey key, YamlNode node) => Nearest(key, node) is { } nearest ? Validation.Mend.Spell(nearest) : null;

    private static string? Nearest(ConfigKey key, YamlNode node) =>
        key.Choices.Count > 0 && node is YamlScalar { Value.Length: < 64 } text ? Spelling.Nearest(text.Value, key.Choices) : null;

    private static bool TryReadNumber(YamlScalar scalar, out double value)
    {
        value = 0;
        return scalar.IsPlain
            && Fraction.IsMatch(scalar.Value)
            && double.TryParse(scalar.Value.Replace("_", ""), NumberStyles.Float, CultureInfo.InvariantCulture, out value)
            && !double.IsInfinity(value);
    }
}
