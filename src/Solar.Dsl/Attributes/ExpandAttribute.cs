using System;

namespace Solar;

/// <summary>Declares block expansion (LLaMA Pro, section 3): behind each group of layers, copies of its last ones that at first add nothing.</summary>
/// <param name="base">The model, stage or merge.</param>
/// <param name="every">Layers of a group.</param>
/// <example><c>[Expand(typeof(Llama2), every: 4)]</c> makes 40 layers of 32, which compute what the 32 do.</example>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class ExpandAttribute(Type @base, int every) : Attribute
{
    /// <summary>The model, stage or merge.</summary>
    public Type Base { get; } = @base;

    /// <summary>Layers of a group.</summary>
    public int Every { get; } = every;

    /// <summary>New layers behind each group; 1 where it is not written.</summary>
    public int Add { get; set; } = 1;

    /// <summary>Tensors of a new layer that are zero; the two output projections where it is not written.</summary>
    public string[] Zero { get; set; } = [];
}
