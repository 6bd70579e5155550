namespace Solar;

/// <summary>How a data file is packed.</summary>
/// <remarks>In the order of the key's choices, so that a member's value is the index of its word.</remarks>
public enum DataCompression
{
    /// <summary><c>auto</c>: by its name.</summary>
    Auto,

    /// <summary><c>none</c>: not at all.</summary>
    None,

    /// <summary><c>gzip</c>.</summary>
    Gzip,
}
