using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Solar.Runtime.Checkpoints;

namespace Solar.Lab.Inspection;

/// <summary>
/// How alike the layers of a checkpoint are: the cosine of the angle between the weights of each two, all matrices of a layer taken as one
/// vector. Copies have 1, layers that grew up apart about 0. Norms and biases are left out: norms are about one everywhere, and would make
/// everything look alike.
/// </summary>
public sealed class LayerSimilarity
{
    // Of each tensor so many elements are compared unless all are asked for: a layer of a 7B model has 218 million.
    private const long SampledElements = 1 << 18;
    private const int Piece = 1 << 14;

    private readonly double[,] _cosines;

    private LayerSimilarity(int[] layers, double[,] cosines, bool isSampled)
    {
        Layers = layers;
        _cosines = cosines;
        IsSampled = isSampled;
    }

    /// <summary>The layers' numbers.</summary>
    public IReadOnlyList<int> Layers { get; }

    /// <summary>Whether only evenly spaced pieces of the tensors were compared.</summary>
    public bool IsSampled { get; }

    /// <summary>The cosine of two layers, by their places in <see cref="Layers"/>.</summary>
    public double this[int a, int b] => _cosines[a, b];

    /// <summary>Compares the layers of a checkpoint; null where there are fewer than two of one shape.</summary>
    /// <param name="checkpoint">The checkpoint.</param>
    /// <param name="allElements">Whether every element counts; else pieces of 262,144 elements a tensor.</param>
    /// <param name="cancellationToken">Stops between two tensors.</param>
    public static LayerSimilarity? Of(CheckpointReader checkpoint, bool allElements, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(checkpoint);
        var byLayer = checkpoint.Tensors.Values
            .Select(tensor => (Name: LayerName.Parse(tensor.Name), Tensor: tensor))
            .Where(tensor => tensor.Name is not null && tensor.Tensor.Info.Shape.Length > 1 && StoredNumbers.CanRead(tensor.Tensor.Info.Dtype))
            .ToLookup(tensor => tensor.Name!.Value.Prefix, tensor => (tensor.Name!.Value.Layer, tensor.Name!.Value.Suffix, tensor.Tensor));
        var stack = byLayer.OrderByDescending(group => group.Count()).ThenBy(group => group.Key, StringComparer.Ordinal).FirstOrDefault();
        int[] layers = stack is null ? [] : [.. stack.Select(tensor => tensor.Layer).Distinct().Order()];
        if (layers.Length < 2)
        {
            return null;
        }

        var products = new double[layers.Length, layers.Length];
        bool isSampled = false;
        foreach (var same in stack!.GroupBy(tensor => tensor.Suffix).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            // What only some layers have, or in another shape, cannot be compared.
            StoredTensor[] tensors = [.. same.OrderBy(tensor => tensor.Layer).Select(tensor => tensor.Tensor)];
            if (tensors.Length == layers.Length && tensors.All(tensor => tensor.Info.Shape.AsSpan().SequenceEqual(tensors[0].Info.Shape.AsSpan())))
            {
                isSampled |= Add(products, tensors, allElements, cancellationToken);
            }
        }

        return new LayerSimilarity(layers, Normalize(products), isSampled);
    }

    // Adds the inner products of each two of tensors of one shape; true where not all elements took part.
    private static bool Add(double[,] products, StoredTensor[] tensors, bool allElements, CancellationToken cancellationToken)
    {
        long count = tensors[0].Info.ByteCount / tensors[0].Info.Dtype.Size();
        long pieces = (count + Piece - 1) / Piece;
        long taken = allElements ? pieces : Math.Min(pieces, SampledElements / Piece);
        float[][] rows = [.. tensors.Select(_ => new float[Piece])];
        for (long piece = 0; piece < taken; piece++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            long start = pieces * piece / taken * Piece;
            int length = (int)Math.Min(Piece, count - start);
            for (int i = 0; i < tensors.Length; i++)
            {
                StoredNumbers.Read(tensors[i], start, rows[i].AsSpan(0, length));
            }

            for (int a = 0; a < rows.Length; a++)
            {
                for (int b = a; b < rows.Length; b++)
                {
                    products[a, b] += StoredNumbers.Dot(rows[a].AsSpan(0, length), rows[b].AsSpan(0, length));
                }
            }
        }

        return taken < pieces;
    }

    private static double[,] Normalize(double[,] products)
    {
        int count = products.GetLength(0);
        var cosines = new double[count, count];
        for (int a = 0; a < count; a++)
        {
            for (int b = a; b < count; b++)
            {
                double scale = Math.Sqrt(products[a, a]) * Math.Sqrt(products[b, b]);
                cosines[a, b] = cosines[b, a] = scale > 0 ? Math.Clamp(products[a, b] / scale, -1, 1) : 0;
            }
        }

        return cosines;
    }
}
