namespace Solar;

/// <summary>How documents fill rows, by the names of TRL (1.10).</summary>
/// <remarks>In the order of the key's choices, so that a member's value is the index of its word.</remarks>
public enum Packing
{
    /// <summary><c>wrapped</c>: joined to one stream, which is cut; what is left over at its end is not used.</summary>
    Wrapped,

    /// <summary><c>bfd</c>: best fit decreasing; documents stay whole, and rows are padded.</summary>
    Bfd,
}
