using System.Collections.Generic;
using System.Linq;
using Solar.Compiler.Reading;
using Solar.Families;
using static Solar.Compiler.Schema.YamlSchema;

namespace Solar.Compiler.Schema;

/// <summary>What stands under a name of <c>merges:</c>: a method, the models, and parameters as mergekit spells them.</summary>
internal static class MergeSchema
{
    private const string Name = "A model, stage or merge.";

    /// <summary>Adds the definitions.</summary>
    public static void Define(SchemaObject definitions)
    {
        definitions.Add("merge", AnyOf(MergeReader.Words.Select(word => Ref("merge_" + word))));
        definitions.Add("setting", Setting());
        foreach (string word in MergeReader.Words)
        {
            definitions.Add("merge_" + word, Merge(word));
        }
    }

    private static SchemaObject Merge(string word)
    {
        MergeMethod? method = MergeVocabulary.Find(word);
        IReadOnlyList<MergeKey> keys = method?.Keys ?? [];
        SchemaObject properties = new SchemaObject().Add(word, new SchemaObject()
            .Add("description", (method?.Documentation ?? "A merge by a function of your own.") + " The models that are merged, each alone or with parameters of its own.")
            .Add("type", (string[])["string", "array"])
            .Add("items", Listed("model", new SchemaObject().Add("type", "string"), keys, isOpen: method is null)));
        if (method is null)
        {
            properties.Add("function", Described("The full name of a static method, such as Paper.Folds.Median.", "string"));
        }

        properties
            .Add("base", Described(Name + " The base from which the others' differences are taken.", "string"))
            .Add("into", Described(Name + " The model whose type the result has.", "string"))
            .Add(MergeVocabulary.Dtype.Name, KeySchema.Of(MergeVocabulary.Dtype))
            .Add(MergeVocabulary.Vocabulary.Name, KeySchema.Of(MergeVocabulary.Vocabulary))
            .Add("tokenizer_source", Described(Name + " The one whose tokenizer the result has.", "string"))
            .Add("slices", Slices(keys, isOpen: method is null))
            .Add(DeclarationWords.Accessibility, Accessibility);
        Parameters(properties, keys, hasPlurals: true);
        return Mapping(word, properties, isOpen: method is null);
    }

    private static SchemaObject Slices(IReadOnlyList<MergeKey> keys, bool isOpen)
    {
        SchemaObject properties = new SchemaObject()
            .Add("layers", new SchemaObject()
                .Add("description", "One range of layers a model, or null where it takes no part.")
                .Add("type", (string[])["string", "array"])
                .Add("items", Listed("range", Described("A range such as 0..8, or null.", "string", "null"), keys, isOpen)))
            .Add("base", Described("The base's range, where it is another.", "string"));
        Parameters(properties, keys, hasPlurals: false);
        return new SchemaObject()
            .Add("description", "Parts of the result from the bottom up, with parameters of their own.")
            .Add("type", "array")
            .Add("items", Mapping("layers", properties, isOpen: isOpen));
    }

    // A text alone, or a mapping with it and parameters.
    private static SchemaObject Listed(string key, SchemaObject value, IReadOnlyList<MergeKey> keys, bool isOpen)
    {
        SchemaObject properties = new SchemaObject().Add(key, new SchemaObject().Add("description", $"The {key}.").Add("type", (string[])["string", "null"]));
        Parameters(properties, keys, hasPlurals: false);
        return AnyOf([value, Mapping(key, properties, isOpen: isOpen)]);
    }

    private static void Parameters(SchemaObject properties, IReadOnlyList<MergeKey> keys, bool hasPlurals)
    {
        foreach (MergeKey key in keys)
        {
            properties.Add(key.Name, new SchemaObject().Add("description", key.Key.Documentation).Add("allOf", (SchemaObject[])[Ref("setting")]));
            if (hasPlurals && key.Plural is { } plural)
            {
                properties.Add(plural, new SchemaObject()
                    .Add("description", $"One {key.Name} a model. {key.Key.Documentation}")
                    .Add("type", (string[])["number", "boolean", "array"])
                    .Add("items", Described("The value of one model.", "number", "boolean", "string")));
            }
        }
    }

    // A value, a gradient over the layers, or values by filter.
    private static SchemaObject Setting()
    {
        SchemaObject value = Described("A value, or a list of them: a gradient over the layers.", "number", "boolean", "string", "array")
            .Add("items", new SchemaObject().Add("type", (string[])["number", "boolean", "string"]));
        SchemaObject filtered = Mapping("value", new SchemaObject()
            .Add("filter", Described("A text that tensors' names contain; * for all.", "string"))
            .Add("value", value));
        return new SchemaObject()
            .Add("description", "One value; a list of them, a gradient over the layers; or a list of { filter, value }.")
            .Add("anyOf", (SchemaObject[])[value, filtered, new SchemaObject().Add("type", "array").Add("items", AnyOf([filtered, value]))]);
    }

    private static SchemaObject Mapping(string word, SchemaObject properties, bool isOpen = false) => new SchemaObject()
        .Add("type", "object").Add("properties", properties).Add("required", (string[])[word]).Add("additionalProperties", isOpen);
}
