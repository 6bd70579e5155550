using System.Linq;

namespace Solar.Specs;

/// <summary>What keys take, in the words of messages: every front end says it alike.</summary>
public static class ExpectedValues
{
    /// <summary>Such as <c>a whole number</c> or <c>one of 'linear', 'cosine'</c>.</summary>
    public static string Expected(this ConfigKey key)
    {
        string value = key.Kind switch
        {
            ConfigKind.Integer => "a whole number",
            ConfigKind.Number => "a number",
            ConfigKind.Boolean => "true or false",
            ConfigKind.List => key.ItemKind switch
            {
                ConfigKind.Integer => "a list of whole numbers",
                ConfigKind.Number => "a list of numbers",
                _ when key.Choices.Count > 0 => "a list of some of " + Choices(key),
                _ => "a list of texts",
            },
            _ when key.Choices.Count > 0 => "one of " + Choices(key),
            _ => "a text",
        };
        return key.IsNullable ? value + " or null" : value;
    }

    private static string Choices(ConfigKey key) => string.Join(", ", key.Choices.Select(choice => $"'{choice}'"));
}
