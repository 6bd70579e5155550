using System.Collections.Generic;

namespace Solar.Runtime.Checkpoints;

/// <summary>A checkpoint that was made from another one.</summary>
/// <param name="Directory">Where it is.</param>
/// <param name="TensorCount">Number of its tensors.</param>
/// <param name="TotalSize">Bytes of its tensors.</param>
/// <param name="Manifest">How it was made, as written to solar.json.</param>
public sealed record UpscaleResult(string Directory, int TensorCount, long TotalSize, CheckpointManifest Manifest)
{
    /// <summary>The files that were written.</summary>
    public IReadOnlyList<string> Files => Manifest.Files;

    /// <summary>Number of tensors that an earlier run, which was cut off, had made.</summary>
    public int Resumed { get; init; }

    /// <summary>What was done.</summary>
    public required BuildPlan Plan { get; init; }
}

/// <summary>What a caller can say about the making of a checkpoint.</summary>
public sealed record UpscaleOptions
{
    /// <summary>Greatest number of tensor bytes in one file.</summary>
    public long MaxShardSize { get; init; } = CheckpointWriter.DefaultShardSize;

    /// <summary>By what tensors are identified in the manifest.</summary>
    public ContentHash Hash { get; init; }

    /// <summary>
    /// The type that tensors are converted to while they are copied: float32, float16 or bfloat16. Null keeps the source's, which must then be
    /// the declared one. A finite number that float16 cannot hold is an error.
    /// </summary>
    public TensorDtype? Dtype { get; init; }

    /// <summary>Whether a cancelled or failed run leaves what it has to a later one. A killed one always does.</summary>
    public bool KeepUnfinished { get; init; }

    /// <summary>Told how many of the source's bytes were read, and how many there are.</summary>
    public System.IProgress<(long Read, long Total)>? Progress { get; init; }
}
