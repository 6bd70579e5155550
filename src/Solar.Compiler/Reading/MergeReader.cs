using System.Collections.Generic;
using System.Linq;
using Solar.Compiler.Reading.Yaml;
using Solar.Specs;

namespace Solar.Compiler.Reading;

/// <summary>Reads what stands under a name of <c>merges:</c>, such as <c>{ average: [A, B] }</c>.</summary>
internal sealed class MergeReader(DeclarationReport report, DeclarationName name, DeclarationShape shape)
{
    /// <summary>The words that make a merge.</summary>
    public static IReadOnlyList<string> Words { get; } = ["average"];

    /// <summary>Reads a merge; null (reported) where it is broken.</summary>
    /// <param name="node">What stands under its name.</param>
    /// <param name="at">Where that stands.</param>
    public MergeDeclaration? Read(YamlNode node, TextRange at)
    {
        if (node is not YamlMapping mapping)
        {
            report.Invalid("", node, at, name.Name, "a merge such as { average: [A, B] }");
            return null;
        }

        if (DeclarationWords.FindOne(report, mapping, Words, name.Name, "merge") is not { } word)
        {
            return null;
        }

        Fields fields = Fields.Read(report, mapping, word, word, [word, DeclarationWords.Accessibility]);
        YamlEntry entry = fields.Find(word)!.Value;
        report.Mark(word, entry.Key.Range);
        return new MergeDeclaration(name, shape)
        {
            Method = word,
            Inputs = References.ReadList(report, entry, word + ".models", "model, stage or merge").Select(model => new MergeInput(model)).ToEquatableArray(),
        };
    }
}
