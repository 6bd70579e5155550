namespace Solar.Runtime.Training.Data;

/// <summary>What became of the rows of a data set. Nothing is left out that is not counted here.</summary>
public sealed record DatasetCounts
{
    /// <summary>Rows of the file: lines, records, or its one text.</summary>
    public long Rows { get; init; }

    /// <summary>Of them: not taken by the filter.</summary>
    public long Filtered { get; init; }

    /// <summary>Of them: with an empty text.</summary>
    public long Empty { get; init; }

    /// <summary>Of them: could not be read, and were left out since the data set says so.</summary>
    public long Bad { get; init; }

    /// <summary>Of them: left out since they overlap an evaluation set.</summary>
    public long Contaminated { get; init; }

    /// <summary>Of them: left out since an earlier document has the same text.</summary>
    public long Duplicates { get; init; }

    /// <summary>Of them: left out by max_samples.</summary>
    public long NotSampled { get; init; }

    /// <summary>Documents of one pass over the data, those that are seen twice counted twice.</summary>
    public long Documents { get; init; }

    /// <summary>Their tokens, begin and end tokens included.</summary>
    public long Tokens { get; init; }

    /// <summary>Of the documents: longer than a row, and cut into several.</summary>
    public long Split { get; init; }

    /// <summary>Of the documents: longer than a row, and cut off.</summary>
    public long Truncated { get; init; }

    /// <summary>Left out of the documents since they are longer than a row.</summary>
    public long TooLong { get; init; }

    /// <summary>Left out of the documents since nothing of them that fits into a row is learnt.</summary>
    public long WithoutTargets { get; init; }
}
