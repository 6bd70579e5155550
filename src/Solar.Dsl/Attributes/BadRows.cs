namespace Solar;

/// <summary>What becomes of rows that cannot be read.</summary>
/// <remarks>In the order of the key's choices, so that a member's value is the index of its word.</remarks>
public enum BadRows
{
    /// <summary><c>raise</c>: an error that names file and row.</summary>
    Raise,

    /// <summary><c>drop</c>: they are left out, and counted.</summary>
    Drop,
}
