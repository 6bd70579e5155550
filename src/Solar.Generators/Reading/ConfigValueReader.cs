using System.Linq;
using Microsoft.CodeAnalysis;
using Solar.Specs;
using Solar.Validation;

namespace Solar.Generators.Reading;

/// <summary>Turns an attribute's constants into configuration values of the vocabulary's kinds.</summary>
internal static class ConfigValueReader
{
    /// <summary>Reads a constant; false where the key does not take it, and then <paramref name="expected"/> says what it takes.</summary>
    public static bool TryRead(ConfigKey key, TypedConstant constant, out ConfigValue value, out string expected)
    {
        expected = key.Expected() + Hint(key, constant);
        value = ConfigValue.Null;
        if (constant.IsNull)
        {
            return key.IsNullable;
        }

        if (constant.Kind == TypedConstantKind.Array)
        {
            ConfigValue?[] items = [.. constant.Values.Select(item => item.Kind == TypedConstantKind.Enum ? Word(key, item.Value!) : Scalar(key.ItemKind, item.Value))];
            value = ConfigValue.OfList(items.Where(item => item is not null).Select(item => item!.Value));
            return key.Kind == ConfigKind.List && items.All(item => item is not null);
        }

        ConfigValue? read = constant.Kind == TypedConstantKind.Enum ? Word(key, constant.Value!) : Scalar(key.Kind, constant.Value);
        if (read is not { } known || (key.Choices.Count > 0 && !key.Choices.Contains(known.Canonical)))
        {
            return false;
        }

        value = known;
        return true;
    }

    // The members of our enums stand in the order of the key's words.
    private static ConfigValue? Word(ConfigKey key, object member) =>
        member is int index && index >= 0 && index < key.Choices.Count ? ConfigValue.Of(key.Choices[index]) : null;

    private static ConfigValue? Scalar(ConfigKind kind, object? constant) => (kind, constant) switch
    {
        (ConfigKind.Integer, int number) => ConfigValue.Of((long)number),
        (ConfigKind.Integer, long number) => ConfigValue.Of(number),
        (ConfigKind.Number, int number) => ConfigValue.Of((double)number),
        (ConfigKind.Number, double number) => ConfigValue.Of(number),
        (ConfigKind.Boolean, bool flag) => ConfigValue.Of(flag),
        (ConfigKind.Text, string text) => ConfigValue.Of(text),
        (ConfigKind.Text, INamedTypeSymbol type) => ConfigValue.Of(NameReferences.FullName(type)),      // typeof of a module of one's own
        _ => null,
    };

    /// <summary>Puts the nearest choice in the place of a misspelt one; null where none is near.</summary>
    public static Mend? Mend(ConfigKey key, TypedConstant constant) =>
        Nearest(key, constant) is { } nearest ? Validation.Mend.ReplaceMarked($"Write '{nearest}'", $"\"{nearest}\"") : null;

    private static string Hint(ConfigKey key, TypedConstant constant) =>
        Nearest(key, constant) is { } nearest ? $"; did you mean '{nearest}'?" : "";

    private static string? Nearest(ConfigKey key, TypedConstant constant) =>
        constant is { Kind: TypedConstantKind.Primitive, Value: string { Length: < 64 } text } ? Spelling.Nearest(text, key.Choices) : null;
}
