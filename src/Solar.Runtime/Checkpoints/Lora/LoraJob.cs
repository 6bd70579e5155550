using System;
using System.Collections.Generic;
using System.Globalization;

namespace Solar.Runtime.Checkpoints.Lora;

/// <summary>A weight with its factors: W + scale · B · A, or W + scale · (B · A)ᵀ where weights are stored [in, out].</summary>
/// <param name="Target">The tensor of the result.</param>
/// <param name="Weight">W.</param>
/// <param name="Module">The factors.</param>
/// <param name="Scale">What their product is multiplied by.</param>
/// <param name="IsTransposed">Whether the product is.</param>
internal sealed record LoraJob(TensorInfo Target, StoredTensor Weight, LoraModule Module, double Scale, bool IsTransposed) : ITensorJob
{
    /// <inheritdoc/>
    public IReadOnlyList<TensorInfo> Targets => [Target];

    /// <inheritdoc/>
    public IReadOnlyList<StoredTensor> Reads => [Weight, Module.A, Module.B];

    /// <inheritdoc/>
    public long Effort => Target.ByteCount * (2 + Rank);

    /// <inheritdoc/>
    public long Memory => LowRankProduct.Memory(Target.Shape[0], Rank, Target.Shape[1]) + (2L * Merging.ChunkedTensors.PieceLength * sizeof(float));

    /// <summary>Of what it is made, in one line.</summary>
    public string From => string.Create(
        CultureInfo.InvariantCulture, $"{LoraMerger.Base}:{Weight.Name} + {Scale:R} × (B · A){(IsTransposed ? "ᵀ" : "")} of {LoraMerger.Adapter}:{Module.Name}, rank {Rank}");

    private int Rank => (int)Module.A.Info.Shape[0];

    /// <inheritdoc/>
    public void Make(IReadOnlyList<StoredElements> read, IReadOnlyList<SlotWriter?> results)
    {
        float[] a = Read(read[1]);
        float[] b = Read(read[2]);
        LowRankProduct product = Product(a, b, Rank, IsTransposed);
        float[] buffer = GC.AllocateUninitializedArray<float>((int)Math.Min(Merging.ChunkedTensors.PieceLength, read[0].Count));
        for (long start = 0; start < read[0].Count; start += buffer.Length)
        {
            Span<float> piece = buffer.AsSpan(0, (int)Math.Min(buffer.Length, read[0].Count - start));
            read[0].Read(start, piece);
            product.AddTo(start, piece, Scale);
            results[0]!.Append(piece);
        }
    }

    /// <summary>B · A, or its transpose.</summary>
    /// <param name="a">[rank, in].</param>
    /// <param name="b">[out, rank].</param>
    /// <param name="rank">The rank.</param>
    /// <param name="isTransposed">Whether it is transposed.</param>
    internal static LowRankProduct Product(float[] a, float[] b, int rank, bool isTransposed) => isTransposed
        ? new LowRankProduct(Transpose(a, rank), Transpose(b, b.Length / rank), rank)
        : new LowRankProduct(b, a, rank);

    private static float[] Read(StoredElements elements)
    {
        float[] values = GC.AllocateUninitializedArray<float>(checked((int)elements.Count));
        for (int start = 0; start < values.Length; start += Merging.ChunkedTensors.PieceLength)
        {
            elements.Read(start, values.AsSpan(start, Math.Min(Merging.ChunkedTensors.PieceLength, values.Length - start)));
        }

        return values;
    }

    /// <summary>The transpose of a matrix of so many rows.</summary>
    internal static float[] Transpose(ReadOnlySpan<float> matrix, int rows)
    {
        int columns = matrix.Length / rows;
        float[] result = GC.AllocateUninitializedArray<float>(matrix.Length);
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < columns; j++)
            {
                result[(j * rows) + i] = matrix[(i * columns) + j];
            }
        }

        return result;
    }
}

/// <summary>A bias to which that of B goes: b + scale · bias of B.</summary>
/// <param name="Target">The tensor of the result.</param>
/// <param name="Bias">b.</param>
/// <param name="Added">B's.</param>
/// <param name="Scale">What B's is multiplied by.</param>
internal sealed record LoraBiasJob(TensorInfo Target, StoredTensor Bias, StoredTensor Added, double Scale) : ITensorJob
{
    /// <inheritdoc/>
    public IReadOnlyList<TensorInfo> Targets => [Target];

    /// <inheritdoc/>
    public IReadOnlyList<StoredTensor> Reads => [Bias, Added];

    /// <inheritdoc/>
    public long Effort => Target.ByteCount;

    /// <inheritdoc/>
    public long Memory => 2 * sizeof(float) * Target.Shape[0];

    /// <inheritdoc/>
    public void Make(IReadOnlyList<StoredElements> read, IReadOnlyList<SlotWriter?> results)
    {
        float[] sum = new float[read[0].Count];
        float[] added = new float[read[1].Count];
        read[0].Read(0, sum);
        read[1].Read(0, added);
        WeightedSum.Combine([sum, added], [1, Scale], sum);
        results[0]!.Append(sum);
    }
}
