namespace Solar.Runtime.Checkpoints.Merging;

/// <summary>What a method on directions takes as one vector.</summary>
internal enum VectorKind
{
    /// <summary>The whole tensor.</summary>
    Whole,

    /// <summary>Each row of a matrix.</summary>
    Rows,

    /// <summary>Each column of a matrix.</summary>
    Columns,
}
