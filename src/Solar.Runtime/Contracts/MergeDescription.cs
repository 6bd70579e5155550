using Solar.Plans;

namespace Solar.Runtime;

/// <summary>A declared merge in data.</summary>
public sealed record MergeDescription
{
    /// <summary>Full name of the class, such as <c>Paper.SftV3V4</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The declaration as canonical JSON; equal declarations have equal text.</summary>
    public required string Canonical { get; init; }

    /// <summary>Full name of the model whose type its weights have.</summary>
    public required string Model { get; init; }

    /// <summary>What is merged, and how, with every name and number resolved.</summary>
    public required MergeRecipe Recipe { get; init; }
}
