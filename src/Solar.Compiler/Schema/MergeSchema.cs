using System.Linq;
using Solar.Compiler.Reading;
using static Solar.Compiler.Schema.YamlSchema;

namespace Solar.Compiler.Schema;

/// <summary>What stands under a name of <c>merges:</c>.</summary>
internal static class MergeSchema
{
    /// <summary>Adds the definition.</summary>
    public static void Define(SchemaObject definitions) => definitions.Add("merge", AnyOf(
        from word in MergeReader.Words
        select Mapping(word, new SchemaObject()
            .Add(word, Several("The models, stages or merges that are merged."))
            .Add(DeclarationWords.Accessibility, Accessibility))));
}
