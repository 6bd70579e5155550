namespace Solar.Specs;

/// <summary>Causal self-attention: multi-head, grouped or of one key/value head.</summary>
/// <param name="NumAttentionHeads">Query heads.</param>
/// <param name="NumKeyValueHeads">Key/value heads; divides the query heads.</param>
/// <param name="HeadDim">Width of one head.</param>
public sealed record AttentionSpec(int NumAttentionHeads, int NumKeyValueHeads, int HeadDim)
{
    /// <summary>Whether q, k and v have a bias.</summary>
    public bool QueryKeyValueBias { get; init; }

    /// <summary>Whether the output projection has a bias.</summary>
    public bool OutputBias { get; init; }

    /// <summary>Number of latest positions that a query sees, itself included; null for all.</summary>
    public int? SlidingWindow { get; init; }

    /// <summary>Whether queries and keys are normed before they are turned.</summary>
    public QueryKeyNorm QueryKeyNorm { get; init; }

    /// <summary>By what scores are multiplied; null for 1 / sqrt(head_dim).</summary>
    public double? Scale { get; init; }

    /// <summary>Scores are cap · tanh(scores / cap); null for not at all.</summary>
    public double? SoftCap { get; init; }

    /// <summary>The user's own module that computes it; null for the built-in one.</summary>
    public OwnModuleSpec? Module { get; init; }

    /// <summary>Width of all query heads.</summary>
    public long QuerySize => (long)NumAttentionHeads * HeadDim;

    /// <summary>Width of all key heads, and of all value heads.</summary>
    public long KeyValueSize => (long)NumKeyValueHeads * HeadDim;
}

/// <summary>A norm of queries and keys.</summary>
public enum QueryKeyNorm
{
    /// <summary>None.</summary>
    None,

    /// <summary>Of each head by itself, with one weight for all heads (Qwen3).</summary>
    PerHead,

    /// <summary>Of all heads together (OLMo 2).</summary>
    Whole,
}
