using System.Collections.Generic;
using System.Linq;
using Solar.Compiler.Reading.Yaml;
using Solar.Families;
using Solar.Specs;

namespace Solar.Compiler.Reading;

/// <summary>Reads what stands under a name of <c>stages:</c>, such as <c>{ pretrain: Model, data: [A, B], learning_rate: 1e-5 }</c>.</summary>
internal sealed class StageReader(DeclarationReport report, DeclarationName name, DeclarationShape shape)
{
    private static readonly StageKind[] Kinds = [StageKind.Pretrain, StageKind.InstructionTune, StageKind.AlignTune];

    /// <summary>The words that make a stage.</summary>
    public static IReadOnlyList<string> Words { get; } = [.. Kinds.Select(kind => StageVocabulary.Of(kind).Name)];

    /// <summary>Reads a stage; null (reported) where it is broken.</summary>
    /// <param name="node">What stands under its name.</param>
    /// <param name="at">Where that stands.</param>
    public StageDeclaration? Read(YamlNode node, TextRange at)
    {
        if (node is not YamlMapping mapping)
        {
            report.Invalid("", node, at, name.Name, "a stage such as { pretrain: Model, data: Data }");
            return null;
        }

        if (DeclarationWords.FindOne(report, mapping, Words, name.Name, "stage") is not { } word)
        {
            return null;
        }

        StageKind kind = Kinds.First(candidate => StageVocabulary.Of(candidate).Name == word);
        string[] known = [word, "data", "eval_data", "decontaminate", DeclarationWords.Accessibility];
        var values = new ValuesReader(report, StageVocabulary.Of(kind), known);
        Fields fields = Fields.Read(report, mapping, word, word, known, values);
        YamlEntry entry = fields.Find(word)!.Value;
        report.Mark(word, entry.Key.Range);
        NameReference? model = References.Read(report, entry.Value, entry.ValueRange, word + ".model", word, "model, stage or merge");

        // A stage without data is well-formed; that it cannot train is for the rules of training to say.
        EquatableArray<NameReference> data = fields.Find("data") is { } list ? References.ReadList(report, list, word + ".data", "data set") : default;
        EquatableArray<NameReference> evaluation = fields.Find("eval_data") is { } held ? References.ReadList(report, held, word + ".eval_data", "data set") : default;
        EquatableArray<NameReference> keptOut = fields.Find("decontaminate") is { } sets ? References.ReadList(report, sets, word + ".decontaminate", "data set") : default;
        return model is null
            ? null
            : new StageDeclaration(name, shape) { Kind = kind, Model = model, Data = data, EvalData = evaluation, Decontaminate = keptOut, Options = values.Values };
    }
}
