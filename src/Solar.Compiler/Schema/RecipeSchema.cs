using System.Linq;
using Solar.Compiler.Reading;
using Solar.Families;
using static Solar.Compiler.Schema.YamlSchema;

namespace Solar.Compiler.Schema;

/// <summary>The node form of a recipe, from the table of recipes.</summary>
internal static class RecipeSchema
{
    private const string Ranges = "Half-open ranges of layers, such as 0..24, 8.. or ^8.. .";

    /// <summary>The members of a node.</summary>
    /// <param name="word">Its word.</param>
    public static SchemaObject Properties(string word)
    {
        if (RecipeVocabulary.Find(word) is not { } recipe)
        {
            return Layers(word);
        }

        SchemaObject properties = new SchemaObject().Add(word, new SchemaObject()
            .Add("description", recipe.Documentation + " A model, stage or merge, or a recipe in its place.")
            .Add("allOf", (SchemaObject[])[Ref("base")]));
        foreach (RecipeParameter parameter in recipe.Parameters)
        {
            properties.Add(parameter.Key, Value(parameter));
        }

        return properties;
    }

    // Of one model, or a list of models each with its ranges.
    private static SchemaObject Layers(string word)
    {
        SchemaObject part = Mapping("model", new SchemaObject().Add("model", Ref("base")).Add("ranges", Several(Ranges)));
        SchemaObject properties = new SchemaObject()
            .Add(word, new SchemaObject()
                .Add("description", "Layer ranges of a model, one after the other; of several models as a list of { model, ranges }.")
                .Add("anyOf", (SchemaObject[])[Ref("base"), new SchemaObject().Add("type", "array").Add("items", part)]))
            .Add("ranges", Several(Ranges));
        foreach (string donor in LayersKeys.Donors)
        {
            properties.Add(donor, Described($"The model, stage or merge that gives the {donor}.", "string"));
        }

        return properties;
    }

    private static SchemaObject Value(RecipeParameter parameter) => parameter.Kind switch
    {
        RecipeValueKind.Number => KeySchema.Integer(parameter.Documentation),
        RecipeValueKind.Word => new SchemaObject().Add("description", parameter.Documentation).Add("enum", parameter.Choices.AsEnumerable()),
        _ when parameter.IsList => Described(parameter.Documentation, "string", "integer", "array")
            .Add("items", new SchemaObject().Add("type", (string[])["string", "integer"])),
        _ => Described(parameter.Documentation, "string"),
    };
}
