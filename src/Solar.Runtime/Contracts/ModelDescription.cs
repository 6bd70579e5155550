using System.Collections.Generic;
using Solar.LayerMaps;

namespace Solar.Runtime;

/// <summary>A declared model in data, as its emitted class tells it.</summary>
public sealed record ModelDescription
{
    /// <summary>Full name of the class, such as <c>Paper.Solar10B</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The declaration as canonical JSON; equal declarations have equal text.</summary>
    public required string Canonical { get; init; }

    /// <summary>The whole text of the config.json that its checkpoints have.</summary>
    public required string Config { get; init; }

    /// <summary>Number of decoder layers.</summary>
    public required int LayerCount { get; init; }

    /// <summary>Number of parameters.</summary>
    public required long ParameterCount { get; init; }

    /// <summary>The recipe, such as <c>Upscale(SolarBase, dropTop: 8, dropBottom: 8)</c>; null for an architecture of its own.</summary>
    public string? Recipe { get; init; }

    /// <summary>The declarations whose checkpoints it is made from, in the order in which they are asked for; empty without one.</summary>
    public IReadOnlyList<SourceDescription> Sources { get; init; } = [];

    /// <summary>Full name of the one declaration whose checkpoint it is made from; null where there is none, or more than one.</summary>
    public string? Source => Sources.Count == 1 ? Sources[0].Name : null;

    /// <summary>For each layer, the source's layer; of an architecture of its own, itself; empty where numbers of one source do not say it.</summary>
    public IReadOnlyList<int> LayerMap { get; init; } = [];

    /// <summary>For each layer, what it starts from; empty where <see cref="LayerMap"/> says it.</summary>
    public IReadOnlyList<LayerSource> LayerSources { get; init; } = [];

    /// <summary>Number of the one source's layers; null where it is not declared, or without one source.</summary>
    public int? SourceLayerCount => Sources.Count == 1 ? Sources[0].LayerCount : null;

    /// <summary>Where its weights are declared to be; null where that is not declared.</summary>
    public WeightsDescription? Weights { get; init; }

    /// <summary>The declared data type by its Hugging Face name, such as <c>bfloat16</c>; null takes the weights as they are stored.</summary>
    public string? Dtype { get; init; }
}
