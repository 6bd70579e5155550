using System;

namespace Solar;

/// <summary>A module of one's own as the feed-forward block of a <see cref="DecoderAttribute"/>.</summary>
/// <remarks>
/// The module derives from <c>Module&lt;Tensor, Tensor&gt;</c>, implements <c>Solar.Runtime.IOwnModule</c>, has a constructor
/// <c>(Placement placement, int hiddenSize, int intermediateSize)</c>, and says by <see cref="ModuleTensorAttribute"/> which parameters it has;
/// see docs/architectures.md.
/// </remarks>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class OwnMlpAttribute : Attribute
{
    /// <summary>Width that its constructor is given. Default: 11008.</summary>
    public int IntermediateSize { get; set; } = 11008;

    /// <summary>The module's type.</summary>
    public Type? Module { get; set; }

    /// <summary>Its parameters, such as <c>gate.weight[intermediate_size][hidden_size]</c>; those of its <see cref="ModuleTensorAttribute"/>s where it is not written.</summary>
    public string[]? Tensors { get; set; }
}
