using Solar.Plans;
using Solar.Specs;

namespace Solar.Compiler.Emitting;

/// <summary>Writes <c>D.Dataset.g.cs</c>: a data set as data.</summary>
internal static class DatasetEmitter
{
    public static EmittedFile Emit(DatasetPlan plan, EmitContext context)
    {
        DatasetDeclaration dataset = plan.Declaration;
        string word = dataset.Kind == "text_file" ? "TextFile" : "JsonLines";
        return SourceFile.Compose(
            dataset.Name, dataset.Shape, "Dataset", context,
            [$"{dataset.Name.Name} = {word}({Json.Quote(dataset.Path)})"],
            ["System.CodeDom.Compiler", "Solar.Runtime"],
            writer => Write(writer, dataset, context));
    }

    private static void Write(IndentedWriter writer, DatasetDeclaration dataset, EmitContext context)
    {
        string kind = dataset.Kind == "text_file" ? "Plain text" : $"JSON lines{Format(dataset)}";
        writer.WriteSummary($"{kind}: <c>{Literals.Xml(dataset.Path)}</c>, relative to the run's data folder.");
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
                if (dataset.Kind == "json_lines")
                {
                    WriteRecord(writer, dataset);
                }
            }
        }
    }

    // A record of plain text is read by its field, any other by its format.
    private static void WriteRecord(IndentedWriter writer, DatasetDeclaration dataset) => writer.Write(
        FormatOf(dataset) is var format and not "text"
            ? $"Format = {Literals.Code(format)},"
            : $"Field = {Literals.Code(Value(dataset, "field"))},");

    private static string Format(DatasetDeclaration dataset) => FormatOf(dataset) is var format and not "text"
        ? $" of format <c>{format}</c>"
        : $", text in the field <c>{Literals.Xml(Value(dataset, "field"))}</c>";

    private static string FormatOf(DatasetDeclaration dataset) => Value(dataset, "format");

    private static string Value(DatasetDeclaration dataset, string key) =>
        Families.DatasetVocabulary.JsonLines.Value(dataset.Options, key)!.Value.AsText();
}
