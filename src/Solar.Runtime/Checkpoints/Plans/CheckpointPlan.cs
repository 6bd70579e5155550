using System;
using System.Collections.Generic;
using System.Linq;

namespace Solar.Runtime.Checkpoints;

/// <summary>
/// A checkpoint to be made by copying tensors of another one: everything but the bytes. It comes from an emitted model or from a
/// recipe that was only just read, and neither libtorch nor a module has a part in it.
/// </summary>
public sealed record CheckpointPlan
{
    /// <summary>Full name of the model.</summary>
    public required string Model { get; init; }

    /// <summary>Its tensors, in the order of the forward pass.</summary>
    public required IReadOnlyList<TensorShape> Tensors { get; init; }

    /// <summary>For every tensor, the source's tensor that it is a copy of.</summary>
    public required IReadOnlyList<TensorCopy> Copies { get; init; }

    /// <summary>The text of its config.json.</summary>
    public required string Config { get; init; }

    /// <summary>The declared data type, such as <c>bfloat16</c>; null keeps the source's.</summary>
    public string? Dtype { get; init; }

    /// <summary>The declaration as canonical JSON.</summary>
    public string? Declaration { get; init; }

    /// <summary>The recipe in canonical form.</summary>
    public string? Recipe { get; init; }

    /// <summary>Full name of the declaration that it is made from.</summary>
    public string? Source { get; init; }

    /// <summary>For each layer, the source's layer.</summary>
    public IReadOnlyList<int> LayerMap { get; init; } = [];

    /// <summary>Number of the source's layers, where it is declared; null takes what the source's config.json says.</summary>
    public int? SourceLayerCount { get; init; }

    /// <summary>The plan of a described model.</summary>
    /// <param name="description">What was declared.</param>
    /// <param name="tensors">Its tensors.</param>
    /// <param name="copies">Where each comes from.</param>
    public static CheckpointPlan Of(ModelDescription description, IEnumerable<TensorShape> tensors, IEnumerable<TensorCopy> copies)
    {
        ArgumentNullException.ThrowIfNull(description);
        return new CheckpointPlan
        {
            Model = description.Name,
            Tensors = [.. tensors],
            Copies = [.. copies],
            Config = description.Config,
            Dtype = description.Dtype,
            Declaration = description.Canonical,
            Recipe = description.Recipe,
            Source = description.Source,
            LayerMap = description.LayerMap,
            SourceLayerCount = description.SourceLayerCount,
        };
    }

    /// <summary>The same model with each tensor taken as it is: the plan of its own checkpoint.</summary>
    public CheckpointPlan Itself() => this with
    {
        Copies = [.. Tensors.Select(tensor => new TensorCopy(tensor.Name, tensor.Name))],
        SourceLayerCount = null,
    };
}
