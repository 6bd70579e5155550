using System.Linq;
using Solar.Compiler.Reading;
using Solar.Families;
using Solar.Specs;
using static Solar.Compiler.Schema.YamlSchema;

namespace Solar.Compiler.Schema;

/// <summary>What stands under a name of <c>models:</c>: a family, a config.json, or a recipe as node or expression.</summary>
internal static class ModelSchema
{
    private const string Expression = "A recipe as an expression, such as \"Upscale(Base, dropTop: 8, dropBottom: 8)\"; in quotes, since ': ' ends a plain text.";

    /// <summary>Adds the definitions.</summary>
    public static void Define(SchemaObject definitions)
    {
        definitions.Add("model", AnyOf(
        [
            Described(Expression, "string"),
            .. Family.All.Select(family => Ref("family_" + family.ModelType)),
            Ref("decoder"),
            Ref("from_config"),
            .. RecipeNodeReader.Words.Keys.Select(word => Ref("recipe_" + word)),
            Mapping("recipe", Common(new SchemaObject().Add("recipe", Described(Expression, "string")))),
        ]));
        foreach (Family family in Family.All)
        {
            definitions.Add("family_" + family.ModelType, Mapping(family.ModelType, Common(new SchemaObject()
                .Add(family.ModelType, new SchemaObject()
                    .Add("description", $"An architecture: the keys of the config.json of a {family.Architecture}. What is not written has Hugging Face's default.")
                    .Add("type", (string[])["object", "null"])
                    .Add("properties", KeySchema.Properties(family.Vocabulary.Keys))
                    .Add("additionalProperties", false))
                .Add("initialize_from", Described("A model of another class with the same tensors, from whose weights this one starts.", "string")))));
        }

        SchemaObject components = new();
        foreach (Vocabulary component in DecoderVocabulary.Components)
        {
            components.Add(component.Name, new SchemaObject()
                .Add("description", $"A component of the decoder: {component.Name}.")
                .Add("type", (string[])["object", "null"])
                .Add("properties", KeySchema.Properties(component.Keys))
                .Add("additionalProperties", false));
        }

        definitions.Add("decoder", Mapping("decoder", Common(components
            .Add("decoder", new SchemaObject()
                .Add("description", "An architecture by its components, which stand beside it.")
                .Add("type", (string[])["object", "null"])
                .Add("properties", KeySchema.Properties(DecoderVocabulary.Own.Keys))
                .Add("additionalProperties", false))
            .Add("initialize_from", Described("A model of another class with the same tensors, from whose weights this one starts.", "string")))));
        definitions.Add("from_config", Mapping("from_config", Common(new SchemaObject().Add("from_config", FileOrMapping(
            "An architecture that stands in a config.json, which the project hands over as an additional file.", "path",
            Described("The file's path, or the end of it.", "string"), "Keys that are known to say nothing about tensors or numbers.")))));
        foreach (string word in RecipeNodeReader.Words.Keys)
        {
            definitions.Add("recipe_" + word, Mapping(word, Common(RecipeSchema.Properties(word))));
            definitions.Add("nested_" + word, Mapping(word, RecipeSchema.Properties(word)));
        }

        definitions.Add("base", new SchemaObject()
            .Add("description", "A model, stage or merge, or a recipe in its place.")
            .Add("anyOf", (SchemaObject[])
            [
                new SchemaObject().Add("type", "string"),
                .. RecipeNodeReader.Words.Keys.Select(word => Ref("nested_" + word)),
            ]));
    }

    // What any model may say beside.
    private static SchemaObject Common(SchemaObject properties) => properties
        .Add("weights", new SchemaObject()
            .Add("description", "Where its weights are: a folder, or org/name in the local Hugging Face cache.")
            .Add("type", (string[])["string", "object"])
            .Add("properties", new SchemaObject()
                .Add("location", Described("A folder, or org/name in the local Hugging Face cache.", "string"))
                .Add("revision", Revision))
            .Add("required", (string[])["location"])
            .Add("additionalProperties", false))
        .Add("revision", Revision)
        .Add("expect", new SchemaObject()
            .Add("description", "Numbers that the compiler compares with what it computes.")
            .Add("type", "object")
            .Add("properties", new SchemaObject()
                .Add("num_hidden_layers", KeySchema.Integer("Expected depth."))
                .Add("parameters", KeySchema.Integer("Expected number of parameters.")))
            .Add("additionalProperties", false))
        .Add("check_against", FileOrMapping(
            "Files of a checkpoint that the model must agree with: a config.json, an index, a tensor list or a manifest.", "files",
            Several("The files' paths, or the ends of them."), "Keys and tensors that may differ; * in a tensor's name stands for any number.", isList: true))
        .Add(DeclarationWords.Accessibility, Accessibility);

    private static SchemaObject Revision => Described("Branch, tag or commit in that cache; main where it is not written.", "string");

    private static SchemaObject FileOrMapping(string documentation, string key, SchemaObject value, string ignored, bool isList = false) => new SchemaObject()
        .Add("description", documentation)
        .Add("type", isList ? (string[])["string", "array", "object"] : ["string", "object"])
        .Add("items", isList ? new SchemaObject().Add("type", "string") : null)
        .Add("properties", new SchemaObject().Add(key, value).Add("ignore", Several(ignored)))
        .Add("required", (string[])[key])
        .Add("additionalProperties", false);
}
