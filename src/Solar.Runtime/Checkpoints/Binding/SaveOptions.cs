using System;
using static TorchSharp.torch;

namespace Solar.Runtime.Checkpoints;

/// <summary>What a caller can say about the writing of a model.</summary>
public sealed record SaveOptions
{
    /// <summary>The type to write the weights in; null for the one that they have, which must then be the declared one.</summary>
    public ScalarType? Dtype { get; init; }

    /// <summary>Greatest number of tensor bytes in one file.</summary>
    public long MaxShardSize { get; init; } = CheckpointWriter.DefaultShardSize;

    /// <summary>How the weights were trained, as a JSON object for the manifest; null where they were not.</summary>
    public string? Training { get; init; }

    /// <summary>What is written in place of a parameter of a name; asked for one at a time, so that one is in memory at a time.</summary>
    internal Func<string, Tensor, Tensor>? Replace { get; init; }

    /// <summary>Writes further files into the same folder, such as the state of a training run; they appear with the weights or not at all.</summary>
    public Action<CheckpointWriter>? Alongside { get; init; }
}
