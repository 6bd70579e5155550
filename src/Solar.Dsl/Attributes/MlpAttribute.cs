using System;

namespace Solar;

/// <summary>Plain feed-forward block of a <see cref="DecoderAttribute"/>: down(act(up(x))).</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class MlpAttribute : Attribute
{
    /// <summary>Whether the projections have a bias. Default: true.</summary>
    public bool Bias { get; set; } = true;

    /// <summary>Activation of the feed-forward block. Default: <c>gelu</c>.</summary>
    public string HiddenAct { get; set; } = "gelu";

    /// <summary>Width of the feed-forward block. Default: 16384.</summary>
    public int IntermediateSize { get; set; } = 16384;
}
