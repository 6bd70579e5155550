using System;

namespace Solar;

/// <summary>Declares a model with a block of layers once more, or several times more, in its place (Yi 9B, Granite 34B).</summary>
/// <param name="base">The model, stage or merge.</param>
/// <param name="range">The block as a half-open range, such as <c>12..28</c>.</param>
/// <example><c>[Repeat(typeof(Yi6B), "12..28")]</c> makes 48 layers of 32: 0..28, then 12..32.</example>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class RepeatAttribute(Type @base, string range) : Attribute
{
    /// <summary>The model, stage or merge.</summary>
    public Type Base { get; } = @base;

    /// <summary>The block as a half-open range.</summary>
    public string Range { get; } = range;

    /// <summary>How many times more; 1 where it is not written.</summary>
    public int Times { get; set; } = 1;
}
