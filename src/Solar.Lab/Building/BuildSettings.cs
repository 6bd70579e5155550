using System.Collections.Generic;

namespace Solar.Lab.Building;

/// <summary>What a build is told beside the declarations.</summary>
internal sealed record BuildSettings
{
    /// <summary>Folder of the checkpoints, and of what is known of them.</summary>
    public required string CheckpointsDirectory { get; init; }

    /// <summary>The folder that paths of data sets are relative to.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>Folder of the tokenizer of models that are initialised at random; relative to the data. Null for none.</summary>
    public string? TokenizerDirectory { get; init; }

    /// <summary>The program's own steps.</summary>
    public IReadOnlyList<IBuildStep> Steps { get; init; } = [];

    /// <summary>Seed of models that are initialised at random.</summary>
    public int Seed { get; init; } = 42;

    /// <summary>The device that trains, such as <c>cpu</c> or <c>cuda:0</c>.</summary>
    public string Device { get; init; } = "cpu";

    /// <summary>Threads of libtorch in one training; 0 for as many as there are for it.</summary>
    public int Threads { get; init; }

    /// <summary>Hyper-parameters of stages in place of the declared ones, as <c>Stage.key</c>.</summary>
    public IReadOnlyDictionary<string, string> Overrides { get; init; } = new Dictionary<string, string>();
}
