namespace Solar;

/// <summary>What becomes of documents with more tokens than a row, by the names of axolotl.</summary>
/// <remarks>In the order of the key's choices, so that a member's value is the index of its word.</remarks>
public enum ExcessLength
{
    /// <summary><c>split</c>: cut into pieces of a row each.</summary>
    Split,

    /// <summary><c>truncate</c>: what is too long is cut off.</summary>
    Truncate,

    /// <summary><c>drop</c>: they are left out.</summary>
    Drop,

    /// <summary><c>raise</c>: an error that names file and row.</summary>
    Raise,
}
