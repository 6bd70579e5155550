using System;
using System.Collections.Generic;
using System.Linq;
using Solar.LayerMaps;

namespace Solar.Runtime.Checkpoints;

/// <summary>
/// A checkpoint to be made of tensors of others: everything but the bytes. It comes from an emitted model or from a recipe that was only
/// just read, and neither libtorch nor a module has a part in it.
/// </summary>
public sealed record CheckpointPlan
{
    /// <summary>Full name of the model.</summary>
    public required string Model { get; init; }

    /// <summary>Its tensors, in the order of the forward pass.</summary>
    public required IReadOnlyList<TensorShape> Tensors { get; init; }

    /// <summary>For every tensor, how it is made of the sources' tensors.</summary>
    public required IReadOnlyList<TensorRule> Rules { get; init; }

    /// <summary>The text of its config.json.</summary>
    public required string Config { get; init; }

    /// <summary>The declared data type, such as <c>bfloat16</c>; null keeps the source's.</summary>
    public string? Dtype { get; init; }

    /// <summary>The declaration as canonical JSON.</summary>
    public string? Declaration { get; init; }

    /// <summary>The recipe in canonical form.</summary>
    public string? Recipe { get; init; }

    /// <summary>What it is made from, in the order of the folders that are read; empty for one that has no name.</summary>
    public IReadOnlyList<SourceDescription> Sources { get; init; } = [];

    /// <summary>For each layer, the source's layer; empty where numbers of one source do not say it.</summary>
    public IReadOnlyList<int> LayerMap { get; init; } = [];

    /// <summary>For each layer, what it starts from; empty where <see cref="LayerMap"/> says it.</summary>
    public IReadOnlyList<LayerSource> LayerSources { get; init; } = [];

    /// <summary>The plan of a described model.</summary>
    /// <param name="description">What was declared.</param>
    /// <param name="tensors">Its tensors.</param>
    /// <param name="rules">How each is made.</param>
    public static CheckpointPlan Of(ModelDescription description, IEnumerable<TensorShape> tensors, IEnumerable<TensorRule> rules)
    {
        ArgumentNullException.ThrowIfNull(description);
        return new CheckpointPlan
        {
            Model = description.Name,
            Tensors = [.. tensors],
            Rules = [.. rules],
            Config = description.Config,
            Dtype = description.Dtype,
            Declaration = description.Canonical,
            Recipe = description.Recipe,
            Sources = description.Sources,
            LayerMap = description.LayerMap,
            LayerSources = description.LayerSources,
        };
    }

    /// <summary>The same model with each tensor taken as it is: the plan of its own checkpoint.</summary>
    public CheckpointPlan Itself() => this with
    {
        Rules = [.. Tensors.Select(tensor => TensorRule.Copy(tensor.Name, tensor.Name))],
        Sources = [],
    };

    /// <summary>The place of a source among those that are read; 0 where there is but one.</summary>
    /// <exception cref="ArgumentException">A rule names a source that the plan does not have.</exception>
    internal int IndexOf(string? source)
    {
        for (int i = 0; i < Sources.Count; i++)
        {
            if (Sources[i].Name == source)
            {
                return i;
            }
        }

        return source is null && Sources.Count < 2 ? 0 : throw new ArgumentException($"The plan of {Model} takes a tensor from {source ?? "no source"}, which is none of its sources.");
    }
}
