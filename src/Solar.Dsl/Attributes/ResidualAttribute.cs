using System;

namespace Solar;

/// <summary>How norms, blocks and the residual stream of a <see cref="DecoderAttribute"/> are joined; sequential with norms before the blocks where it is not written.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class ResidualAttribute : Attribute
{
    /// <summary>Whether the feed-forward block reads what attention wrote: <c>sequential</c>, <c>parallel</c>, <c>parallel_shared_norm</c>. Default: <c>sequential</c>.</summary>
    public string Kind { get; set; } = "sequential";

    /// <summary>Where the norms are: <c>before</c>, <c>after</c>, <c>sandwich</c>. Default: <c>before</c>.</summary>
    public string Norms { get; set; } = "before";
}
