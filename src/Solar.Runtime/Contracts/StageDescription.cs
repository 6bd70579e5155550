using System.Collections.Generic;

namespace Solar.Runtime;

/// <summary>A declared training stage in data.</summary>
public sealed record StageDescription
{
    /// <summary>Full name of the class, such as <c>Paper.SolarPretrained</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The declaration as canonical JSON; equal declarations have equal text.</summary>
    public required string Canonical { get; init; }

    /// <summary>Full name of the model whose type its weights have.</summary>
    public required string Model { get; init; }

    /// <summary>Full name of the declaration from whose weights it starts.</summary>
    public required string Start { get; init; }

    /// <summary>Its data sets, in the order of the declaration.</summary>
    public required IReadOnlyList<DatasetDescription> Data { get; init; }

    /// <summary>The data sets that it is evaluated on while it trains, in the order of the declaration.</summary>
    public IReadOnlyList<DatasetDescription> EvalData { get; init; } = [];

    /// <summary>The evaluation sets whose items its data must not have, in the order of the declaration.</summary>
    public IReadOnlyList<DatasetDescription> Decontaminate { get; init; } = [];
}
