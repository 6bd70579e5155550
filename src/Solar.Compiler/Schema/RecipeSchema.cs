using System.Collections.Generic;
using static Solar.Compiler.Schema.YamlSchema;

namespace Solar.Compiler.Schema;

/// <summary>The node form of a recipe.</summary>
internal static class RecipeSchema
{
    /// <summary>The members of a node.</summary>
    /// <param name="word">Its word.</param>
    /// <param name="keys">The keys that go with it.</param>
    public static SchemaObject Properties(string word, IReadOnlyList<string> keys)
    {
        SchemaObject properties = new SchemaObject().Add(word, Ref("base"));
        foreach (string key in keys)
        {
            properties.Add(key, Value(key));
        }

        return properties;
    }

    private static SchemaObject Value(string key) => key switch
    {
        "ranges" => Several("Half-open ranges of layers, such as 0..24, 8.. or ^8.. ."),
        "drop_top" => KeySchema.Integer("Number of last layers that the lower copy loses."),
        "drop_bottom" => KeySchema.Integer("Number of first layers that the upper copy loses."),
        _ => new SchemaObject().Add("description", $"A key of the recipe: {key}."),
    };
}
