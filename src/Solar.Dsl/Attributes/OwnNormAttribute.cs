using System;

namespace Solar;

/// <summary>A module of one's own as every norm over the residual stream of a <see cref="DecoderAttribute"/>: one before or behind each block, and the last.</summary>
/// <remarks>
/// The module derives from <c>Module&lt;Tensor, Tensor&gt;</c>, implements <c>Solar.Runtime.IOwnModule</c>, has a constructor
/// <c>(Placement placement, int hiddenSize, double eps)</c>, and says by <see cref="ModuleTensorAttribute"/> which parameters it has;
/// see docs/architectures.md.
/// </remarks>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class OwnNormAttribute : Attribute
{
    /// <summary>Epsilon that its constructor is given; also that of a norm of queries and keys. Default: 1e-6.</summary>
    public double Eps { get; set; } = 1e-6;

    /// <summary>The module's type.</summary>
    public Type? Module { get; set; }

    /// <summary>Its parameters, such as <c>weight[hidden_size]</c>; those of its <see cref="ModuleTensorAttribute"/>s where it is not written.</summary>
    public string[]? Tensors { get; set; }
}
