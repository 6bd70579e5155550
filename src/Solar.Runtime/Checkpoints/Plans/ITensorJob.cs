using System.Collections.Generic;

namespace Solar.Runtime.Checkpoints;

/// <summary>One piece of a run: reads stored tensors, and fills tensors of the result. Each is done by one thread.</summary>
internal interface ITensorJob
{
    /// <summary>What it fills.</summary>
    IReadOnlyList<TensorInfo> Targets { get; }

    /// <summary>What it reads.</summary>
    IReadOnlyList<StoredTensor> Reads { get; }

    /// <summary>How much there is to do, in any unit: the greatest are begun first.</summary>
    long Effort { get; }

    /// <summary>Bytes of memory that it takes.</summary>
    long Memory { get; }

    /// <summary>Does it.</summary>
    /// <param name="read">The elements of <see cref="Reads"/>.</param>
    /// <param name="results">A place for each of <see cref="Targets"/>; null for one that an earlier run has made.</param>
    /// <exception cref="Merging.MergeException">The numbers do not allow it.</exception>
    void Make(IReadOnlyList<StoredElements> read, IReadOnlyList<SlotWriter?> results);
}
