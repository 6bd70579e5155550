using System;
using System.Text.Json;
using Solar.Specs;

namespace Solar.Runtime.Training.Data;

/// <summary>The value of a field, as filters compare it.</summary>
/// <param name="Kind">What it is; <see cref="ConfigKind.List"/> stands for all that cannot be compared.</param>
/// <param name="Number">A number, or 1 for true.</param>
/// <param name="Text">A text.</param>
internal readonly record struct FieldValue(ConfigKind Kind, double Number, string? Text)
{
    /// <summary>null, or no such field.</summary>
    public static FieldValue Null { get; } = new(ConfigKind.Null, 0, null);

    public static FieldValue Of(double number) => new(ConfigKind.Number, number, null);

    public static FieldValue Of(bool flag) => new(ConfigKind.Boolean, flag ? 1 : 0, null);

    public static FieldValue Of(string? text) => text is null ? Null : new FieldValue(ConfigKind.Text, 0, text);

    public static FieldValue Of(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => Null,
        JsonValueKind.True or JsonValueKind.False => Of(value.GetBoolean()),
        JsonValueKind.Number => Of(value.GetDouble()),
        JsonValueKind.String => TextOf(value),
        _ => new FieldValue(ConfigKind.List, 0, null),
    };

    public static FieldValue Of(ConfigValue value) => value.Kind switch
    {
        ConfigKind.Null => Null,
        ConfigKind.Boolean => Of(value.AsBoolean()),
        ConfigKind.Text => Of(value.AsText()),
        _ => Of(value.AsNumber()),
    };

    // Half a character is no text that anything equals.
    private static FieldValue TextOf(JsonElement value)
    {
        try
        {
            return Of(value.GetString());
        }
        catch (InvalidOperationException)
        {
            return new FieldValue(ConfigKind.List, 0, null);
        }
    }
}

/// <summary>Judges conditions of a filter. Values of different kinds are different, and not less or greater.</summary>
internal static class FieldComparison
{
    public static bool Holds(RecordCondition condition, FieldValue found)
    {
        FieldValue wanted = FieldValue.Of(condition.Value);
        return condition.Comparison switch
        {
            "==" => Equal(found, wanted),
            "!=" => !Equal(found, wanted),
            "contains" => found.Text is { } text && wanted.Text is { } part && text.Contains(part, StringComparison.Ordinal),
            _ => Order(found, wanted) is { } order && condition.Comparison switch
            {
                "<" => order < 0,
                "<=" => order <= 0,
                ">" => order > 0,
                _ => order >= 0,
            },
        };
    }

    private static bool Equal(FieldValue left, FieldValue right) =>
        left.Kind == right.Kind && left.Kind != ConfigKind.List && left.Number.Equals(right.Number) && string.Equals(left.Text, right.Text, StringComparison.Ordinal);

    private static int? Order(FieldValue left, FieldValue right) => (left.Kind, right.Kind) switch
    {
        (ConfigKind.Number, ConfigKind.Number) when !double.IsNaN(left.Number) => left.Number.CompareTo(right.Number),
        (ConfigKind.Text, ConfigKind.Text) => string.CompareOrdinal(left.Text, right.Text),
        _ => null,
    };
}
