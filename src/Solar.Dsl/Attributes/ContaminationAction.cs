namespace Solar;

/// <summary>What becomes of a run whose training data overlaps an evaluation set.</summary>
/// <remarks>In the order of the key's choices, so that a member's value is the index of its word.</remarks>
public enum ContaminationAction
{
    /// <summary><c>error</c>: it ends before its first step, and names files, rows and words.</summary>
    Error,

    /// <summary><c>warning</c>: it trains on them, and says so in its log and its manifest.</summary>
    Warning,

    /// <summary><c>filter</c>: these rows are left out and counted.</summary>
    Filter,
}
