namespace Solar;

/// <summary>How the fields of a JSON record are read.</summary>
/// <remarks>In the order of the key's choices, so that a member's value is the index of its word.</remarks>
public enum RecordFormat
{
    /// <summary><c>text</c>: one field of plain text.</summary>
    Text,

    /// <summary><c>alpaca</c>: <c>instruction</c>, <c>input</c> and <c>output</c>.</summary>
    Alpaca,

    /// <summary><c>prompt_completion</c>: <c>prompt</c> and <c>completion</c>.</summary>
    PromptCompletion,

    /// <summary><c>messages</c>: turns with <c>role</c> and <c>content</c>.</summary>
    Messages,

    /// <summary><c>preference</c>: <c>prompt</c>, <c>chosen</c> and <c>rejected</c>.</summary>
    Preference,
}
