namespace Solar;

/// <summary>The form of a data file.</summary>
/// <remarks>In the order of the key's choices, so that a member's value is the index of its word.</remarks>
public enum DataStorage
{
    /// <summary><c>auto</c>: by its name.</summary>
    Auto,

    /// <summary><c>text</c>: plain text.</summary>
    Text,

    /// <summary><c>json_lines</c>: one JSON object a line.</summary>
    JsonLines,

    /// <summary><c>json_array</c>: a JSON array of objects.</summary>
    JsonArray,

    /// <summary><c>parquet</c>: Apache Parquet, one record a row.</summary>
    Parquet,
}
