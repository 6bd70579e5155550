using System;

namespace Solar;

/// <summary>Layer norms of a <see cref="DecoderAttribute"/>.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class LayerNormAttribute : Attribute
{
    /// <summary>Whether they have a bias. Default: true.</summary>
    public bool Bias { get; set; } = true;

    /// <summary>Epsilon of the norms. Default: 1e-5.</summary>
    public double Eps { get; set; } = 1e-5;
}
