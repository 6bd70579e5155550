namespace Solar;

/// <summary>What a merge does with embeddings and heads of different numbers of tokens.</summary>
public enum VocabularyPolicy
{
    /// <summary>They must be equal; else the merge is an error.</summary>
    Same,

    /// <summary>Rows that all have are merged; further rows are those of the base model, or of the first model where there is no base.</summary>
    Common,
}
