using System.Collections.Generic;
using System.Linq;
using Solar.Plans;

namespace Solar.Runtime.Checkpoints.Merging;

/// <summary>One tensor of a merge with the stored tensors that it is made of.</summary>
/// <param name="Merge">With which numbers.</param>
/// <param name="Target">The tensor.</param>
/// <param name="Inputs">What is merged, in order.</param>
/// <param name="Base">The base's tensor; null without.</param>
/// <param name="Method">How.</param>
internal sealed record MergeJob(TensorMerge Merge, TensorInfo Target, IReadOnlyList<StoredTensor> Inputs, StoredTensor? Base, ITensorMethod Method) : ITensorJob
{
    /// <summary>Elements that are merged: the rows that all have. What follows is taken from the base, else from the first input, as it is.</summary>
    public long MergedCount => Reads.Min(tensor => tensor.Info.ByteCount / tensor.Info.Dtype.Size());

    /// <inheritdoc/>
    public IReadOnlyList<TensorInfo> Targets => [Target];

    /// <inheritdoc/>
    public IReadOnlyList<StoredTensor> Reads => Base is { } origin ? [.. Inputs, origin] : Inputs;

    /// <inheritdoc/>
    public long Effort => Target.ByteCount * Inputs.Count;

    /// <summary>Whether the bytes of one tensor are all that is asked for.</summary>
    public bool IsCopy =>
        Inputs.Count == 1 && Base is null && Inputs[0].Info.Dtype == Target.Dtype && Method is SumMethod
        && (SumMethod.ScaleOf(Merge) ?? 1).Equals(1.0) && !Merge.Inputs[0].Parameters.Any(value => value.Name == "weight");

    /// <inheritdoc/>
    public long Memory
    {
        get
        {
            long count = Target.ByteCount / Target.Dtype.Size();
            long rowLength = Target.Shape.Length == 0 ? 1 : Target.Shape[^1];
            int tensors = Inputs.Count + (Base is null ? 0 : 1);
            return IsCopy ? TensorCopying.Piece : Method.Memory(tensors, count, rowLength) + (2L * ChunkedTensors.PieceLength * sizeof(float));
        }
    }

    /// <summary>Of what it is made, in one line.</summary>
    public string From => string.Join(" + ", Merge.Inputs.Select(input => Text(input, ""))) + (Merge.Base is { } origin ? Text(origin, " over ") : "")
        + string.Concat(Merge.Parameters.Select(value => $", {value.Name} {Number(value.Value)}"));

    /// <inheritdoc/>
    public void Make(IReadOnlyList<StoredElements> read, IReadOnlyList<SlotWriter?> results)
    {
        SlotWriter result = results[0]!;
        if (IsCopy)
        {
            TensorCopying.CopyBytes(read[0], result);
            return;
        }

        IElementReader? origin = Base is null ? null : read[^1];
        Method.Run(new ChunkedTensors([.. read.Take(Inputs.Count)], origin, Target.Shape, MergedCount), Merge, result);
        TensorCopying.CopyElements(origin ?? read[0], MergedCount, Target.ByteCount / Target.Dtype.Size(), result);
    }

    private static string Text(TensorMergeInput input, string before) =>
        $"{before}{input.Source}:{input.Tensor}" + string.Concat(input.Parameters.Select(value => $" {value.Name} {Number(value.Value)}"));

    private static string Number(double value) => value.ToString("R", System.Globalization.CultureInfo.InvariantCulture);
}
