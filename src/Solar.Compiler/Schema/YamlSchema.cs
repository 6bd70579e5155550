using System.Collections.Generic;
using System.Linq;

namespace Solar.Compiler.Schema;

/// <summary>
/// The JSON schema of <c>*.solar.yaml</c>, by which editors complete and explain keys. It is made from the tables that the reader uses, so that
/// what it allows is what is read; what only the compiler can know, such as names and shapes, is none of its business.
/// </summary>
public static class YamlSchema
{
    /// <summary>The text of the schema.</summary>
    public static string Write()
    {
        SchemaObject properties = new SchemaObject()
            .Add("namespace", Described("Namespace of the classes; none is the global one.", "string"))
            .Add("using", Several("Namespaces in which names are looked up too."));
        var definitions = new SchemaObject();
        foreach (SchemaSection section in SchemaSection.All)
        {
            properties.Add(section.Name, new SchemaObject()
                .Add("description", section.Documentation)
                .Add("type", (string[])["object", "null"])
                .Add("additionalProperties", Ref(section.Item)));
            section.Define(definitions);
        }

        return new SchemaObject()
            .Add("$schema", "http://json-schema.org/draft-07/schema#")
            .Add("title", "Solar program (*.solar.yaml)")
            .Add("description", "Models, recipes, training stages, merges and data sets, which the Solar compiler turns into C#.")
            .Add("type", "object")
            .Add("properties", properties)
            .Add("patternProperties", new SchemaObject().Add("^x-", new SchemaObject().Add("description", "The author's own, for anchors.")))
            .Add("additionalProperties", false)
            .Add("definitions", definitions)
            .ToString();
    }

    /// <summary>A mapping with one word and the keys that go with it.</summary>
    internal static SchemaObject Mapping(string word, SchemaObject properties, string? documentation = null) => new SchemaObject()
        .Add("description", documentation)
        .Add("type", "object")
        .Add("properties", properties)
        .Add("required", (string[])[word])
        .Add("additionalProperties", false);

    internal static SchemaObject Described(string documentation, params string[] types) =>
        new SchemaObject().Add("description", documentation).Add("type", types.Length == 1 ? types[0] : types);

    /// <summary>A text, or a list of texts.</summary>
    internal static SchemaObject Several(string documentation) => Described(documentation, "string", "array")
        .Add("items", new SchemaObject().Add("type", "string"));

    internal static SchemaObject Ref(string definition) => new SchemaObject().Add("$ref", "#/definitions/" + definition);

    internal static SchemaObject AnyOf(IEnumerable<SchemaObject> choices) => new SchemaObject().Add("anyOf", choices.ToArray());

    internal static SchemaObject Accessibility => new SchemaObject()
        .Add("description", "Who may name the class; public where it is not written.")
        .Add("enum", (string[])["public", "internal"]);
}
