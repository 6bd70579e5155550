using System.Collections.Generic;
using Solar.Lab.CommandLine.Output;
using Solar.Lab.CommandLine.Programs;

namespace Solar.Lab.Building;

/// <summary>How the files of a node come to be.</summary>
public enum BuildKind
{
    /// <summary>They are there: somebody named their folder.</summary>
    Weights,

    /// <summary>It was trained elsewhere and taken in by <c>import</c>.</summary>
    Imported,

    /// <summary>A model is initialised at random, from a seed.</summary>
    Initial,

    /// <summary>A model is made of others by copying bytes.</summary>
    Recipe,

    /// <summary>Checkpoints are merged.</summary>
    Merge,

    /// <summary>A stage is trained.</summary>
    Stage,

    /// <summary>The program's own code makes files of data.</summary>
    Step,
}

/// <summary>One thing that is built: a checkpoint, or files of data.</summary>
/// <param name="Name">Full name of the declaration, or name of the step.</param>
/// <param name="Kind">How it comes to be.</param>
internal sealed record BuildNode(string Name, BuildKind Kind)
{
    /// <summary>The declaration; null of a step.</summary>
    public ProgramEntry? Entry { get; init; }

    /// <summary>The step; null of a declaration.</summary>
    public IBuildStep? Step { get; init; }

    /// <summary>Names of the nodes whose checkpoints it is made from, in the order of the declaration.</summary>
    public IReadOnlyList<string> Checkpoints { get; init; } = [];

    /// <summary>Full names of the data sets that it reads.</summary>
    public IReadOnlyList<string> Datasets { get; init; } = [];

    /// <summary>Names of the steps whose files it reads.</summary>
    public IReadOnlyList<string> Steps { get; init; } = [];

    /// <summary>Folder of the checkpoint; of a step, that of the data.</summary>
    public required string Directory { get; init; }

    /// <summary>All nodes that have to be there before.</summary>
    public IEnumerable<string> Inputs => [.. Checkpoints, .. Steps];

    /// <summary>Whether its checkpoint is there and is not made.</summary>
    public bool IsGiven => Kind is BuildKind.Weights or BuildKind.Imported;

    /// <summary>Name without the namespace.</summary>
    public string SimpleName => Shown.Name(Name);
}
