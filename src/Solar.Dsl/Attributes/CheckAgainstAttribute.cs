using System;

namespace Solar;

/// <summary>
/// Compares a model with files of a checkpoint, which the project hands over (<c>&lt;AdditionalFiles Include="…" /&gt;</c>): a <c>config.json</c> key by key,
/// a <c>model.safetensors.index.json</c> or a tensor list tensor by tensor, a <c>solar.json</c> by layer map and data type.
/// </summary>
/// <param name="files">The files' paths, or the ends of them.</param>
/// <remarks>A tensor list is the JSON header of a safetensors file, several in one object: <c>{"name": {"dtype": "BF16", "shape": [2, 3]}}</c>.</remarks>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class CheckAgainstAttribute(params string[] files) : Attribute
{
    /// <summary>The files' paths, or the ends of them.</summary>
    public string[] Files { get; } = files;

    /// <summary>Keys and tensors that may differ; <c>*</c> in a tensor's name stands for any number.</summary>
    public string[] Ignore { get; set; } = [];
}
