using System;

namespace Solar;

/// <summary>Scores of a <see cref="DecoderAttribute"/> that fall with distance, in each head by another slope.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class AlibiAttribute : Attribute
{
    /// <summary>By what the bias is multiplied. Default: 1.</summary>
    public double Scale { get; set; } = 1.0;
}
