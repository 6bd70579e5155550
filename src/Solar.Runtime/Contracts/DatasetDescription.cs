namespace Solar.Runtime;

/// <summary>A declared data set in data.</summary>
public sealed record DatasetDescription
{
    /// <summary>Full name of the class, such as <c>Paper.WebText</c>.</summary>
    public required string Name { get; init; }

    /// <summary>How it is stored: <c>text_file</c> or <c>json_lines</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>The file, relative to the run's data folder.</summary>
    public required string Path { get; init; }

    /// <summary>json_lines: the property that holds the text; null where the format says it.</summary>
    public string? Field { get; init; }

    /// <summary>json_lines: the format of a record, such as <c>alpaca</c>; null for plain text.</summary>
    public string? Format { get; init; }
}
