namespace Solar;

/// <summary>Whether documents begin or end with a token for it.</summary>
/// <remarks>In the order of the key's choices, so that a member's value is the index of its word.</remarks>
public enum EdgeToken
{
    /// <summary><c>tokenizer</c>: as the tokenizer's own files say.</summary>
    Tokenizer,

    /// <summary><c>always</c>, where the tokenizer has the token.</summary>
    Always,

    /// <summary><c>never</c>.</summary>
    Never,
}
