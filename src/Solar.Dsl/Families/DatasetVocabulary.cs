using System.Collections.Generic;
using System.Linq;
using Solar.Specs;

namespace Solar.Families;

/// <summary>The keys of data sets.</summary>
public static class DatasetVocabulary
{
    private static readonly ConfigKey SampleBy =
        CommonKeys.Choice("sample_by", "document", "Plain text: what one document is, the whole file, a line, or lines up to an empty one", "document", "line", "paragraph");

    private static readonly IReadOnlyList<ConfigKey> Record =
    [
        new ConfigKey("field", "Field", ConfigKind.Text, ConfigValue.Of("text"), "The field that holds the text, for plain text."),
        new ConfigKey("format", "Format", ConfigKind.Text, ConfigValue.Of("text"), "How the fields of a record are read.")
        {
            Choices = RecordFormats.All,
        },
        Field("system", "what the system says", "SystemField"),
        Field("prompt", "the instruction or question", "PromptField", "instruction", "question"),
        Field("input", "what an instruction is about", "InputField"),
        Field("completion", "the answer", "CompletionField", "output", "response", "answer"),
        Field("messages", "the list of messages", "MessagesField", "conversations"),
        Field("role", "who speaks, of a message", "RoleField"),
        Field("content", "what is said, of a message", "ContentField"),
        Field("chosen", "the better answer", "ChosenField"),
        Field("rejected", "the worse answer", "RejectedField"),
        Field("label", "whether an answer is wanted", "LabelField"),
        CommonKeys.Flag("calculator_marks", true, "Format gsm8k: whether calculations such as <<6*3=18>> stay in the answer."),
        new ConfigKey("filter", "Filter", ConfigKind.Text, ConfigValue.Of(""), "Which records are taken, such as lang == 'en' and score >= 0.5; all where it is empty."),
    ];

    private static readonly IReadOnlyList<ConfigKey> Common =
    [
        CommonKeys.Choice("compression", "auto", "How the file is packed; auto goes by the name's end, .gz", "auto", "none", "gzip"),
        CommonKeys.Number("weight", 1.0, "How often its documents are seen in one pass over the data: 2 twice, 0.5 a drawn half of them.", minimum: 0.001) with { Maximum = 1000 },
        new ConfigKey("max_samples", "MaxSamples", ConfigKind.Integer, ConfigValue.Of(0), "Documents of it at most, drawn by the stage's seed; 0 for all.")
        {
            Minimum = 0,
            Maximum = int.MaxValue,
        },
        CommonKeys.Flag("deduplicate", false, "Whether a document is left out whose text an earlier document of the stage has."),
        CommonKeys.Choice("on_bad_row", "raise", "What becomes of rows that cannot be read: an error, or they are left out and counted", "raise", "drop"),
    ];

    private static ConfigKey Field(string slot, string meaning, string property, params string[] otherNames) =>
        new("fields." + slot, property, ConfigKind.Text, ConfigValue.Of(""), $"The field of {meaning}; the format's own where it is empty.")
        {
            Aliases = EquatableArray.Of([.. otherNames.Select(name => "fields." + name)]),
        };

    /// <summary>Keys of <c>dataset</c>: a file whose form its name says.</summary>
    public static Vocabulary Dataset { get; } = new("dataset",
    [
        CommonKeys.Choice("storage", "auto", "The form of the file; auto goes by its name: .txt, .jsonl, .ndjson, .json or .parquet, before a .gz",
            [DataFile.Auto, .. DataFile.Storages]),
        SampleBy, .. Record, .. Common,
    ]);

    /// <summary>Keys of <c>text_file</c>: a file of plain text.</summary>
    public static Vocabulary TextFile { get; } = new("text_file", [SampleBy, .. Common]);

    /// <summary>Keys of <c>json_lines</c>: one JSON object a line.</summary>
    public static Vocabulary JsonLines { get; } = new("json_lines", [.. Record, .. Common]);

    /// <summary>All, in the order in which they are documented.</summary>
    public static IReadOnlyList<Vocabulary> All { get; } = [Dataset, TextFile, JsonLines];

    /// <summary>The vocabulary of a data set's word, or null.</summary>
    public static Vocabulary? Find(string kind) => All.FirstOrDefault(vocabulary => vocabulary.Name == kind);
}
