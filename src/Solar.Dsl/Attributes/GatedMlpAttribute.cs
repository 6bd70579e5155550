using System;

namespace Solar;

/// <summary>Gated feed-forward block of a <see cref="DecoderAttribute"/>: down(act(gate(x)) · up(x)).</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class GatedMlpAttribute : Attribute
{
    /// <summary>Whether the projections have a bias. Default: false.</summary>
    public bool Bias { get; set; }

    /// <summary>Activation of the feed-forward block. Default: <c>silu</c>.</summary>
    public string HiddenAct { get; set; } = "silu";

    /// <summary>Width of the feed-forward block. Default: 11008.</summary>
    public int IntermediateSize { get; set; } = 11008;
}
