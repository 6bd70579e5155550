namespace Solar.Specs;

/// <summary>A norm over features.</summary>
/// <param name="Kind">What it computes.</param>
/// <param name="Eps">The epsilon.</param>
/// <param name="Bias">Whether it adds a bias; of <see cref="NormKind.Layer"/> alone.</param>
public sealed record NormSpec(NormKind Kind, double Eps, bool Bias = false)
{
    /// <summary>The user's own module over the residual stream; null for the built-in one. Queries and keys are normed by the built-in one even so.</summary>
    public OwnModuleSpec? Module { get; init; }

    /// <summary>The norm of queries and keys.</summary>
    public NormSpec OfHeads => Module is null ? this : this with { Module = null };
}

/// <summary>What a norm computes.</summary>
public enum NormKind
{
    /// <summary>x / sqrt(mean(x²) + eps) · weight, computed in float32.</summary>
    Rms,

    /// <summary>The same with 1 + weight, multiplied in float32 (Gemma).</summary>
    RmsPlusOne,

    /// <summary>(x − mean(x)) / sqrt(var(x) + eps) · weight, and a bias.</summary>
    Layer,
}

/// <summary>How norms, blocks and the residual stream of a layer are joined.</summary>
/// <param name="Kind">Whether the feed-forward block reads what attention wrote.</param>
/// <param name="Norms">Where the norms are.</param>
public sealed record ResidualSpec(ResidualKind Kind, NormPlacement Norms);

/// <summary>Whether the feed-forward block reads what attention wrote.</summary>
public enum ResidualKind
{
    /// <summary>It does: x + attention, then x + mlp.</summary>
    Sequential,

    /// <summary>It does not: x + attention(norm₁(x)) + mlp(norm₂(x)).</summary>
    Parallel,

    /// <summary>It does not, and both read one norm: x + attention(norm(x)) + mlp(norm(x)).</summary>
    ParallelSharedNorm,
}

/// <summary>Where the norms of a layer are.</summary>
public enum NormPlacement
{
    /// <summary>Before each block.</summary>
    Before,

    /// <summary>After each block, before the residual is added (OLMo 2).</summary>
    After,

    /// <summary>On both sides (Gemma 2).</summary>
    Sandwich,
}
