using System;

namespace Solar.Runtime.Checkpoints.Lora;

/// <summary>What a caller can say about the application or the extraction of an adapter.</summary>
public sealed record LoraOptions
{
    /// <summary>Greatest number of tensor bytes in one file of an applied adapter; an extracted one is one file.</summary>
    public long MaxShardSize { get; init; } = CheckpointWriter.DefaultShardSize;

    /// <summary>By what tensors are identified in the manifest.</summary>
    public ContentHash Hash { get; init; }

    /// <summary>The type of the result: float32, float16 or bfloat16. Null keeps the base's; of an extracted adapter it is float32.</summary>
    public TensorDtype? Dtype { get; init; }

    /// <summary>How many tensors are made at the same time. It changes no byte of the result.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>Whether a cancelled or failed run leaves what it has to a later one. A killed one always does.</summary>
    public bool KeepUnfinished { get; init; }

    /// <summary>Told how many of the result's bytes are done, and how many there are.</summary>
    public IProgress<(long Done, long Total)>? Progress { get; init; }

    /// <summary>Throws where the type is none that can be written.</summary>
    internal void Check()
    {
        if (Dtype is { } dtype && !ElementConversion.IsSupported(dtype))
        {
            throw new ArgumentException($"Tensors can be converted to F32, F16 and BF16, not to {dtype.StoredName()}.");
        }
    }
}
