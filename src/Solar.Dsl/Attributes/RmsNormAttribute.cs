using System;

namespace Solar;

/// <summary>Root-mean-square norms of a <see cref="DecoderAttribute"/>.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class RmsNormAttribute : Attribute
{
    /// <summary>Epsilon of the norms. Default: 1e-6.</summary>
    public double Eps { get; set; } = 1e-6;

    /// <summary>Whether features are multiplied by 1 + weight, as Gemma does. Default: false.</summary>
    public bool PlusOne { get; set; }
}
