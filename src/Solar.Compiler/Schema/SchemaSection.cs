using System;
using System.Collections.Generic;
using System.Linq;
using Solar.Compiler.Reading;
using Solar.Families;
using Solar.Specs;
using static Solar.Compiler.Schema.YamlSchema;

namespace Solar.Compiler.Schema;

/// <summary>One section of a file.</summary>
/// <param name="Name">Its key.</param>
/// <param name="Item">The definition of what stands under a name.</param>
/// <param name="Documentation">One sentence.</param>
/// <param name="Define">Adds its definitions.</param>
internal sealed record SchemaSection(string Name, string Item, string Documentation, Action<SchemaObject> Define)
{
    /// <summary>The sections, in the order of the reader.</summary>
    public static IReadOnlyList<SchemaSection> All { get; } =
    [
        new("models", "model", "Architectures, and recipes over models.", ModelSchema.Define),
        new("stages", "stage", "Trainings: what each starts from, its data and its hyper-parameters.", DefineStages),
        new("merges", "merge", "Merges of checkpoints of one architecture.", MergeSchema.Define),
        new("data", "dataset", "Data sets of files, relative to the run's data folder.", DefineDatasets),
    ];

    private static void DefineStages(SchemaObject definitions) => definitions.Add("stage", AnyOf(
        from StageKind kind in Enum.GetValues(typeof(StageKind))
        let vocabulary = StageVocabulary.Of(kind)
        select Mapping(vocabulary.Name, KeySchema.Properties(vocabulary.Keys)
            .Add(vocabulary.Name, Described(StageDocumentation(kind) + " The model, stage or merge from whose weights it starts.", "string"))
            .Add("data", Several("The data sets to train on."))
            .Add("eval_data", Several("The data sets to evaluate on while it trains."))
            .Add("decontaminate", Several("The evaluation sets whose items the data must not have, in whole or in part."))
            .Add(DeclarationWords.Accessibility, Accessibility))));

    private static string StageDocumentation(StageKind kind) => kind switch
    {
        StageKind.Pretrain => "Continued pretraining: next-token loss on plain text.",
        StageKind.InstructionTune => "Supervised instruction tuning.",
        _ => "Preference alignment (DPO and its relatives).",
    };

    private static void DefineDatasets(SchemaObject definitions) => definitions.Add("dataset", AnyOf(
        from word in DatasetReader.Words
        select Mapping(word, KeySchema.Properties(DatasetVocabulary.Find(word)!.Keys)
            .Add(word, Described(DescribeDataset(word), "string"))
            .Add(DeclarationWords.Accessibility, Accessibility))));

    private static string DescribeDataset(string word) => word switch
    {
        "text_file" => "A file of plain text.",
        "json_lines" => "A file with one JSON object a line.",
        _ => "A file whose form its name says: plain text, JSON lines, a JSON array or Parquet, each also packed with gzip.",
    };
}
