using System.Collections.Generic;
using System.Linq;
using Solar.Compiler.Reading.Yaml;
using Solar.Families;
using Solar.Specs;

namespace Solar.Compiler.Reading;

/// <summary>Reads what stands under a name of <c>data:</c>, such as <c>{ json_lines: alpaca.jsonl, format: alpaca }</c>.</summary>
internal sealed class DatasetReader(DeclarationReport report, DeclarationName name, DeclarationShape shape)
{
    /// <summary>The words that make a data set.</summary>
    public static IReadOnlyList<string> Words { get; } = [.. DatasetVocabulary.All.Select(vocabulary => vocabulary.Name)];

    /// <summary>Reads a data set; null (reported) where it is broken.</summary>
    /// <param name="node">What stands under its name.</param>
    /// <param name="at">Where that stands.</param>
    public DatasetDeclaration? Read(YamlNode node, TextRange at)
    {
        if (node is not YamlMapping mapping)
        {
            report.Invalid("", node, at, name.Name, "a data set such as { text_file: web.txt }");
            return null;
        }

        if (DeclarationWords.FindOne(report, mapping, Words, name.Name, "data set") is not { } word)
        {
            return null;
        }

        string[] known = [word, DeclarationWords.Accessibility];
        var values = new ValuesReader(report, DatasetVocabulary.Find(word)!, known);
        Fields fields = Fields.Read(report, mapping, word, word, known, values);
        YamlEntry entry = fields.Find(word)!.Value;
        report.Mark(word, entry.Key.Range);
        return References.ReadText(report, entry, word + ".path", "the path of a file") is { } path
            ? new DatasetDeclaration(name, shape) { Kind = word, Path = path, Options = values.Values }
            : null;
    }
}
