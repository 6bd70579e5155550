namespace Solar;

/// <summary>What one document of a file of plain text is, by the names of Hugging Face datasets.</summary>
/// <remarks>In the order of the key's choices, so that a member's value is the index of its word.</remarks>
public enum SampleBy
{
    /// <summary><c>document</c>: the whole file, line ends kept.</summary>
    Document,

    /// <summary><c>line</c>: each line that is not blank, without its end.</summary>
    Line,

    /// <summary><c>paragraph</c>: lines up to a blank one.</summary>
    Paragraph,
}
