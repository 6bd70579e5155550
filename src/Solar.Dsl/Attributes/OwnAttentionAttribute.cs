using System;

namespace Solar;

/// <summary>A module of one's own as the attention of a <see cref="DecoderAttribute"/>. Heads, window and pattern stay with <see cref="AttentionAttribute"/>.</summary>
/// <remarks>
/// The module derives from <c>Module&lt;Tensor, AttentionInputs, int, Tensor&gt;</c>, implements <c>Solar.Runtime.IOwnModule</c>, has a constructor
/// <c>(Placement placement, int hiddenSize, int numAttentionHeads, int numKeyValueHeads, int headDim, int? slidingWindow)</c>, and says by
/// <see cref="ModuleTensorAttribute"/> which parameters it has; see docs/architectures.md.
/// </remarks>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class OwnAttentionAttribute : Attribute
{
    /// <summary>The module's type.</summary>
    public Type? Module { get; set; }

    /// <summary>Its parameters, such as <c>q_proj.weight[num_attention_heads*head_dim][hidden_size]</c>; those of its <see cref="ModuleTensorAttribute"/>s where it is not written.</summary>
    public string[]? Tensors { get; set; }
}
