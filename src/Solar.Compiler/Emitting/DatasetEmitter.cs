using System.Collections.Generic;
using System.Linq;
using Solar.Families;
using Solar.Plans;
using Solar.Specs;

namespace Solar.Compiler.Emitting;

/// <summary>Writes <c>D.Dataset.g.cs</c>: a data set as data.</summary>
internal static class DatasetEmitter
{
    // What a description holds beside name, word and file, where it is written.
    private static readonly string[] Written =
    [
        "storage", "compression", "sample_by", "fields.system", "fields.prompt", "fields.input", "fields.completion", "fields.messages", "fields.role",
        "fields.content", "fields.chosen", "fields.rejected", "fields.label", "calculator_marks", "filter", "weight", "max_samples", "deduplicate", "on_bad_row",
    ];

    public static EmittedFile Emit(DatasetPlan plan, EmitContext context)
    {
        DatasetDeclaration dataset = plan.Declaration;
        string word = EmittedNames.Pascal(dataset.Kind);
        return SourceFile.Compose(
            dataset.Name, dataset.Shape, "Dataset", context,
            [$"{dataset.Name.Name} = {word}({Json.Quote(dataset.Path)})"],
            ["System.CodeDom.Compiler", "Solar.Runtime"],
            writer => Write(writer, dataset, context));
    }

    private static void Write(IndentedWriter writer, DatasetDeclaration dataset, EmitContext context)
    {
        writer.WriteSummary($"{Form(dataset)}: <c>{Literals.Xml(dataset.Path)}</c>, relative to the run's data folder.");
        writer.Write($"""
            [GeneratedCode("Solar.Generators", {Literals.Code(context.Version)})]
            {ModelText.Opening(dataset)}
            """);
        using (writer.WriteBlock())
        {
            writer.Write("""
                /// <summary>What was declared of this data set.</summary>
                public static DatasetDescription Description { get; } = new()
                """);
            using (writer.WriteBlock(end: ";"))
            {
                writer.Write($"""
                    Name = {Literals.Code(dataset.Name.FullName)},
                    Kind = {Literals.Code(dataset.Kind)},
                    Path = {Literals.Code(dataset.Path)},
                    """);
                foreach (string line in Lines(dataset))
                {
                    writer.Write(line);
                }
            }
        }
    }

    // A record of plain text is read by its field, any other by its format.
    private static IEnumerable<string> Lines(DatasetDeclaration dataset)
    {
        if (Storage(dataset) != DataFile.Text)
        {
            yield return Value(dataset, "format") is var format and not "text"
                ? $"Format = {Literals.Code(format)},"
                : $"Field = {Literals.Code(Value(dataset, "field"))},";
        }

        foreach (string name in Written.Where(name => dataset.Options.Find(name) is { } value && !(value.Kind == ConfigKind.Text && value.AsText().Length == 0)))
        {
            ConfigKey key = DatasetVocabulary.Find(dataset.Kind)!.Find(name)!;
            yield return $"{key.PropertyName} = {Code(key, dataset.Options.Find(name)!.Value)},";
        }
    }

    private static string Code(ConfigKey key, ConfigValue value) => key.Kind switch
    {
        ConfigKind.Integer => Literals.Code(value.AsInteger()),
        ConfigKind.Number => Literals.Code(value.AsNumber()),
        ConfigKind.Boolean => Literals.Code(value.AsBoolean()),
        _ => Literals.Code(value.AsText()),
    };

    private static string Form(DatasetDeclaration dataset) => Storage(dataset) switch
    {
        DataFile.Text => "Plain text",
        DataFile.JsonLines => $"JSON lines{Format(dataset)}",
        DataFile.JsonArray => $"A JSON array{Format(dataset)}",
        _ => $"Parquet{Format(dataset)}",
    };

    private static string Format(DatasetDeclaration dataset) => Value(dataset, "format") is var format and not "text"
        ? $" of format <c>{format}</c>"
        : $", text in the field <c>{Literals.Xml(Value(dataset, "field"))}</c>";

    private static string? Storage(DatasetDeclaration dataset) =>
        DataFile.StorageOf(dataset.Kind, dataset.Options.Find("storage")?.AsText(), dataset.Path);

    private static string Value(DatasetDeclaration dataset, string key) =>
        DatasetVocabulary.Find(dataset.Kind)!.Value(dataset.Options, key)!.Value.AsText();
}
