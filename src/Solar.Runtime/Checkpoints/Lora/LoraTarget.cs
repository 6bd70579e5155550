using System;
using System.Collections.Generic;
using System.Globalization;

namespace Solar.Runtime.Checkpoints.Lora;

/// <summary>A module whose difference becomes a pair of factors: tuned − base ≈ B · A, the singular values shared between both.</summary>
/// <param name="Name">The module.</param>
/// <param name="Tuned">Its weight after training.</param>
/// <param name="Origin">Its weight before.</param>
/// <param name="Rank">The rank of its factors.</param>
/// <param name="IsEmbedding">Whether it is an embedding.</param>
/// <param name="IsTransposed">Whether its weight is [in, out], so that the product is transposed; an embedding's is.</param>
/// <param name="Dtype">The type of the factors.</param>
/// <param name="Seed">Seed of the decomposition.</param>
internal sealed record LoraTarget(
    string Name, StoredTensor Tuned, StoredTensor Origin, int Rank, bool IsEmbedding, bool IsTransposed, TensorDtype Dtype, long Seed) : ITensorJob
{
    /// <inheritdoc/>
    public IReadOnlyList<TensorInfo> Targets =>
    [
        new(LoraNames.Prefix + Name + (IsEmbedding ? LoraNames.EmbeddingA : LoraNames.A), Dtype, [Rank, IsTransposed ? Rows : Columns]),
        new(LoraNames.Prefix + Name + (IsEmbedding ? LoraNames.EmbeddingB : LoraNames.B), Dtype, [IsTransposed ? Columns : Rows, Rank]),
    ];

    /// <inheritdoc/>
    public IReadOnlyList<StoredTensor> Reads => [Tuned, Origin];

    /// <inheritdoc/>
    public long Effort => TruncatedSvd.Effort(Rows, Columns, Rank);

    /// <inheritdoc/>
    public long Memory => TruncatedSvd.Memory(Rows, Columns, Rank) + (sizeof(float) * Rank * (Rows + Columns));

    /// <summary>Of what it is made, in one line.</summary>
    public string From => string.Create(CultureInfo.InvariantCulture, $"{LoraExtractor.Tuned}:{Tuned.Name} − {LoraExtractor.Base}:{Origin.Name}, rank {Rank}");

    private long Rows => Origin.Info.Shape[0];

    private long Columns => Origin.Info.Shape[1];

    /// <summary>The difference's greatest singular values with their vectors.</summary>
    /// <exception cref="CheckpointException">A weight is not finite.</exception>
    public TruncatedSvd Decompose(IReadOnlyList<StoredElements> read)
    {
        try
        {
            return TruncatedSvd.Of(new TensorDifference(read[0], read[1], (int)Columns), Rank, Seed, Name);
        }
        catch (NotFiniteNumberException e)
        {
            throw new CheckpointException(
                Tuned.File.FullPath, Tuned.Name, "it, or that of before training, has numbers that are not finite", "Name checkpoints whose weights are whole; inspect counts such numbers.", e);
        }
    }

    /// <inheritdoc/>
    public void Make(IReadOnlyList<StoredElements> read, IReadOnlyList<SlotWriter?> results)
    {
        TruncatedSvd svd = Decompose(read);
        float[] left = Rooted(svd.Left, svd.Values);
        float[] right = Rooted(svd.Right, svd.Values);

        // As rows of the rank: A is stored so, and B as its transpose.
        results[0]?.Append(IsTransposed ? left : right);
        results[1]?.Append(LoraJob.Transpose(IsTransposed ? right : left, Rank));
    }

    // Each vector times the root of its value, so that both factors are of one size, as they are in training.
    private float[] Rooted(double[][] vectors, double[] values)
    {
        int length = vectors[0].Length;
        float[] result = new float[Rank * length];
        for (int k = 0; k < Rank; k++)
        {
            double root = Math.Sqrt(values[k]);
            for (int i = 0; i < length; i++)
            {
                result[(k * length) + i] = (float)(vectors[k][i] * root);
            }
        }

        return result;
    }
}
