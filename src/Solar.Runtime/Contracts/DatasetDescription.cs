namespace Solar.Runtime;

/// <summary>A declared data set in data.</summary>
public sealed record DatasetDescription
{
    /// <summary>Full name of the class, such as <c>Paper.WebText</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The word that declared it: <c>dataset</c>, <c>text_file</c> or <c>json_lines</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>The file, relative to the run's data folder; or several, by a pattern.</summary>
    public required string Path { get; init; }

    /// <summary>dataset: the form of the file: <c>text</c>, <c>json_lines</c>, <c>json_array</c> or <c>parquet</c>; null or <c>auto</c> where its name says it.</summary>
    public string? Storage { get; init; }

    /// <summary>How the file is packed: <c>gzip</c> or <c>none</c>; null or <c>auto</c> where its name says it.</summary>
    public string? Compression { get; init; }

    /// <summary>Plain text: what one document is: <c>document</c> (the whole file), <c>line</c> or <c>paragraph</c>.</summary>
    public string SampleBy { get; init; } = "document";

    /// <summary>Records: the field that holds the text; null where the format says it.</summary>
    public string? Field { get; init; }

    /// <summary>Records: how their fields are read, such as <c>alpaca</c>; null for plain text.</summary>
    public string? Format { get; init; }

    /// <summary>Conversations: the field of what the system says; null for the format's own. So for the others.</summary>
    public string? SystemField { get; init; }

    /// <summary>Conversations: the field of the instruction or question.</summary>
    public string? PromptField { get; init; }

    /// <summary>Conversations: the field of what an instruction is about.</summary>
    public string? InputField { get; init; }

    /// <summary>Conversations: the field of the answer.</summary>
    public string? CompletionField { get; init; }

    /// <summary>Conversations: the field of the list of messages.</summary>
    public string? MessagesField { get; init; }

    /// <summary>Conversations: the field of a message that says who speaks.</summary>
    public string? RoleField { get; init; }

    /// <summary>Conversations: the field of a message that says what is said.</summary>
    public string? ContentField { get; init; }

    /// <summary>Preferences: the field of the better answer.</summary>
    public string? ChosenField { get; init; }

    /// <summary>Preferences: the field of the worse answer.</summary>
    public string? RejectedField { get; init; }

    /// <summary>Preferences: the field that says whether the one answer is wanted.</summary>
    public string? LabelField { get; init; }

    /// <summary>Conversations: whether the calculations that GSM8K writes as <c>&lt;&lt;6*3=18&gt;&gt;</c> stay in the answer.</summary>
    public bool CalculatorMarks { get; init; } = true;

    /// <summary>Records: which are taken, such as <c>lang == 'en' and score &gt;= 0.5</c>; all where it is empty.</summary>
    public string Filter { get; init; } = "";

    /// <summary>How often its documents are seen in one pass over the data: 2 twice, 0.5 a drawn half of them.</summary>
    public double Weight { get; init; } = 1.0;

    /// <summary>Documents of it at most, drawn by the stage's seed; 0 for all.</summary>
    public int MaxSamples { get; init; }

    /// <summary>Whether a document is left out whose text an earlier document of the stage has.</summary>
    public bool Deduplicate { get; init; }

    /// <summary>What becomes of rows that cannot be read: <c>raise</c> or <c>drop</c>.</summary>
    public string OnBadRow { get; init; } = "raise";
}
