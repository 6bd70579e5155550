using System;

namespace Solar;

/// <summary>Declares depth up-scaling (SOLAR 10.7B, section 2): copies of the base on each other, without the layers at the seams.</summary>
/// <param name="base">What is copied: a model, stage or merge.</param>
/// <example><c>[Upscale(typeof(SolarBase), dropTop: 8, dropBottom: 8)]</c> makes 48 layers of 32: 0..24, then 8..32.</example>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class UpscaleAttribute(Type @base) : Attribute
{
    /// <summary>Declares depth up-scaling by what is dropped at a seam.</summary>
    /// <param name="base">What is copied: a model, stage or merge.</param>
    /// <param name="dropTop">Number of last layers that a copy below another loses.</param>
    /// <param name="dropBottom">Number of first layers that a copy above another loses.</param>
    public UpscaleAttribute(Type @base, int dropTop, int dropBottom)
        : this(@base)
    {
        DropTop = dropTop;
        DropBottom = dropBottom;
    }

    /// <summary>What is copied: a model, stage or merge.</summary>
    public Type Base { get; } = @base;

    /// <summary>Number of last layers that a copy below another loses.</summary>
    public int DropTop { get; set; }

    /// <summary>Number of first layers that a copy above another loses.</summary>
    public int DropBottom { get; set; }

    /// <summary>Number of copies; 2 where it is not written.</summary>
    public int Copies { get; set; } = 2;

    /// <summary>Number of layers of the result, from which equal drops follow.</summary>
    public int TargetLayers { get; set; }
}
