using System;

namespace Solar;

/// <summary>Declares depth up-scaling (SOLAR 10.7B, section 2): two copies of the base, one on the other, without the layers at the seam.</summary>
/// <param name="base">What is copied: a model, stage or merge.</param>
/// <param name="dropTop">Number of last layers that the lower copy loses.</param>
/// <param name="dropBottom">Number of first layers that the upper copy loses.</param>
/// <example><c>[Upscale(typeof(SolarBase), dropTop: 8, dropBottom: 8)]</c> makes 48 layers of 32: 0..24, then 8..32.</example>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class UpscaleAttribute(Type @base, int dropTop, int dropBottom) : Attribute
{
    /// <summary>What is copied: a model, stage or merge.</summary>
    public Type Base { get; } = @base;

    /// <summary>Number of last layers that the lower copy loses.</summary>
    public int DropTop { get; } = dropTop;

    /// <summary>Number of first layers that the upper copy loses.</summary>
    public int DropBottom { get; } = dropBottom;
}
