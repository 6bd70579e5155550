using System.Collections.Generic;

namespace Solar.Runtime.Checkpoints;

/// <summary>A tensor that is taken over: its bytes, or its elements where the type is another.</summary>
/// <param name="Target">The tensor of the result.</param>
/// <param name="Source">The tensor that is read, of the same shape.</param>
internal sealed record CopyJob(TensorInfo Target, StoredTensor Source) : ITensorJob
{
    /// <inheritdoc/>
    public IReadOnlyList<TensorInfo> Targets => [Target];

    /// <inheritdoc/>
    public IReadOnlyList<StoredTensor> Reads => [Source];

    /// <inheritdoc/>
    public long Effort => Target.ByteCount;

    /// <inheritdoc/>
    public long Memory => TensorCopying.Piece;

    /// <inheritdoc/>
    public void Make(IReadOnlyList<StoredElements> read, IReadOnlyList<SlotWriter?> results)
    {
        if (Source.Info.Dtype == Target.Dtype)
        {
            TensorCopying.CopyBytes(read[0], results[0]!);
        }
        else
        {
            TensorCopying.CopyElements(read[0], 0, read[0].Count, results[0]!);
        }
    }
}
