namespace Solar;

/// <summary>What the rows of new tokens are in embeddings and head, or that rows are taken away.</summary>
public enum NewTokens
{
    /// <summary>The mean of all rows that were there.</summary>
    Mean,

    /// <summary>Zero.</summary>
    Zero,

    /// <summary>From N(0, initializer_range²), seeded.</summary>
    Normal,

    /// <summary>There are fewer tokens: the last rows are left out.</summary>
    Truncate,
}
