using System;

namespace Solar;

/// <summary>Declares a model with new layers between those of another.</summary>
/// <param name="base">The model, stage or merge.</param>
/// <param name="at">Layers below which a new one is put: <c>16</c>, <c>^4</c> or <c>8..24</c>, several between commas.</param>
/// <param name="init">What a new layer starts from.</param>
/// <example><c>[Insert(typeof(Small), "17..32", NewLayer.Average)]</c></example>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class InsertAttribute(Type @base, string at, NewLayer init) : Attribute
{
    /// <summary>Declares a model with one new layer.</summary>
    /// <param name="base">The model, stage or merge.</param>
    /// <param name="at">The layer below which it is put.</param>
    /// <param name="init">What it starts from.</param>
    public InsertAttribute(Type @base, int at, NewLayer init)
        : this(@base, at.ToString(System.Globalization.CultureInfo.InvariantCulture), init)
    {
    }

    /// <summary>The model, stage or merge.</summary>
    public Type Base { get; } = @base;

    /// <summary>Layers below which a new one is put.</summary>
    public string At { get; } = at;

    /// <summary>What a new layer starts from.</summary>
    public NewLayer Init { get; } = init;

    /// <summary>Tensors of a layer that <see cref="NewLayer.Identity"/> sets to zero; the two output projections where it is not written.</summary>
    public string[] Zero { get; set; } = [];
}
