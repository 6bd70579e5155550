using System;
using System.Linq;
using Solar.Plans;

namespace Solar.Runtime.Checkpoints.Merging;

/// <summary>What is kept of the differences of one input of one tensor.</summary>
/// <param name="merge">The numbers of the merge.</param>
/// <param name="input">The input.</param>
/// <param name="count">Elements of the tensor.</param>
/// <param name="rowLength">Elements of a row.</param>
internal delegate ISparsifier SparsifierFactory(TensorMerge merge, int input, long count, int rowLength);

/// <summary>
/// Methods on differences from a base: TIES, DARE, DELLA and Breadcrumbs. Each input's differences are thinned out, then summed with their
/// weights, where asked for only those that have the elected sign, and λ of that is added to the base.
/// </summary>
/// <param name="sparsifier">What is kept of an input's differences.</param>
/// <param name="elects">Whether a sign is elected for each element, and those of the other left out.</param>
internal sealed class DifferenceMethod(SparsifierFactory sparsifier, bool elects) : ITensorMethod
{
    private const double Nothing = 1e-8;

    /// <inheritdoc/>
    public long Memory(int inputs, long count, long rowLength) =>
        ((inputs + 1L) * ChunkedTensors.GreatestPiece(rowLength, wholeRows: true) * sizeof(float)) + (inputs * (RankSelection.Memory + (rowLength * 8)));

    /// <inheritdoc/>
    public void Run(ChunkedTensors tensors, TensorMerge merge, IElementWriter result)
    {
        ISparsifier[] kept =
        [
            .. Enumerable.Range(0, tensors.InputCount).Select(input => sparsifier(merge, input, tensors.Count, checked((int)tensors.RowLength))),
        ];
        Prepare(tensors, kept);
        double[] scales = merge.IsSet("rescale") ? Scales(tensors, kept) : [.. kept.Select(_ => 1.0)];
        double[] weights = [.. merge.Inputs.Select(input => input["weight"])];
        double lambda = merge["lambda"];
        bool normalizes = merge.IsSet("normalize");
        double sum = weights.Sum();
        double divisor = normalizes && Math.Abs(sum) >= Nothing ? sum : 1;

        double[] factors = [.. weights.Zip(scales, (weight, scale) => lambda * weight * scale / (elects ? 1 : divisor)), 1];
        Restart(kept);
        foreach (ElementRange piece in tensors.Pieces(wholeRows: true))
        {
            ReadKept(tensors, kept, piece);
            Span<float> merged = tensors.Result(piece);
            if (elects)
            {
                Elect(tensors.Buffers, weights, factors, normalizes, merged);
            }
            else
            {
                WeightedSum.Combine(tensors.Buffers, factors, merged);
            }

            result.Append(merged);
        }
    }

    private static void Prepare(ChunkedTensors tensors, ISparsifier[] kept)
    {
        for (int pass = 0; pass < kept.Max(each => each.Passes); pass++)
        {
            foreach (ElementRange piece in tensors.Pieces(wholeRows: true))
            {
                tensors.ReadAll(piece, differences: true);
                for (int input = 0; input < kept.Length; input++)
                {
                    if (pass < kept[input].Passes)
                    {
                        kept[input].Look(pass, tensors.Input(input, piece));
                    }
                }
            }

            foreach (ISparsifier each in kept.Where(each => pass < each.Passes))
            {
                each.EndPass(pass);
            }
        }
    }

    /// <summary>By what the kept differences grow to have their former sum of magnitudes.</summary>
    private static double[] Scales(ChunkedTensors tensors, ISparsifier[] kept)
    {
        double[] before = new double[kept.Length], after = new double[kept.Length];
        Restart(kept);
        foreach (ElementRange piece in tensors.Pieces(wholeRows: true))
        {
            tensors.ReadAll(piece, differences: true);
            for (int input = 0; input < kept.Length; input++)
            {
                Span<float> differences = tensors.Input(input, piece);
                before[input] += WeightedSum.SumOfMagnitudes(differences);
                kept[input].Apply(piece, differences);
                after[input] += WeightedSum.SumOfMagnitudes(differences);
            }
        }

        return [.. before.Zip(after, (b, a) => a > 0 ? b / a : 1)];
    }

    private static void ReadKept(ChunkedTensors tensors, ISparsifier[] kept, ElementRange piece)
    {
        tensors.ReadAll(piece, differences: true);
        for (int input = 0; input < kept.Length; input++)
        {
            kept[input].Apply(piece, tensors.Input(input, piece));
        }
    }

    private static void Restart(ISparsifier[] kept) => Array.ForEach(kept, each => each.Restart());

    /// <summary>
    /// The sign of the weighted sum is elected, plus where it is zero; those that have it are summed, and divided by the sum of their
    /// weights where that is asked for. The last buffer is the base.
    /// </summary>
    private static void Elect(float[][] buffers, double[] weights, double[] factors, bool normalizes, Span<float> merged)
    {
        int inputs = weights.Length;
        for (int i = 0; i < merged.Length; i++)
        {
            double sum = 0;
            for (int k = 0; k < inputs; k++)
            {
                sum += factors[k] * buffers[k][i];
            }

            bool isPositive = sum >= 0;
            double agreed = 0, divisor = 0;
            for (int k = 0; k < inputs; k++)
            {
                double term = factors[k] * buffers[k][i];
                bool agrees = isPositive ? term > 0 : term < 0;
                agreed += agrees ? term : 0;
                divisor += agrees ? weights[k] : 0;
            }

            merged[i] = (float)(buffers[inputs][i] + (normalizes && divisor != 0 ? agreed / divisor : agreed));
        }
    }
}
