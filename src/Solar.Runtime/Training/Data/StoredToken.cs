namespace Solar.Runtime.Training.Data;

/// <summary>
/// How a token of a document is stored: as its id where it is learnt, as the complement of its id where it is read only. A document's mask so costs nothing
/// and is never apart from it; plain text, of which all is learnt, is stored as ids.
/// </summary>
internal static class StoredToken
{
    /// <summary>A token that is read and not learnt.</summary>
    public static int Hidden(int id) => ~id;

    /// <summary>Whether a stored token is learnt.</summary>
    public static bool IsLearnt(int stored) => stored >= 0;

    /// <summary>The id of a stored token.</summary>
    public static int Id(int stored) => stored < 0 ? ~stored : stored;
}
