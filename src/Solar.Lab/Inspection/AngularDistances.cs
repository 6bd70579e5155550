using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Solar.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace Solar.Lab.Inspection;

/// <summary>
/// How far each block of layers turns the hidden states: the angular distance arccos(cosine) / π between the input of layer l and the input of layer
/// l + n, for every l and n (Gromov et al. 2024, arXiv 2403.17887, equation 7). 0 is the same direction, 0.5 a right angle. The block that turns
/// least does least, there: it can be left out, or run twice, at the least harm.
/// </summary>
/// <example><code>
/// AngularDistances distances = AngularDistances.Of(model, texts);      // texts: token ids
/// double turned = distances[8, 16];                                    // input of layer 8 against input of layer 24
/// int first = distances.Least(16);                                     // where the block of 16 layers begins that turns least
/// </code></example>
public sealed class AngularDistances
{
    // Of so many numbers the products of a piece are made, in float64: 32 MiB.
    private const long PieceElements = 1 << 22;

    // Held in fields: TorchSharp may free a number of its own while libtorch reads it.
    private static readonly Scalar LeastCosine = -1.0, GreatestCosine = 1.0;

    private readonly double[,] _distances;

    private AngularDistances(double[,] distances, MeasuredTokens tokens, int texts, long measured)
    {
        _distances = distances;
        Tokens = tokens;
        Texts = texts;
        Measured = measured;
    }

    /// <summary>Number of layers.</summary>
    public int LayerCount => _distances.GetLength(0) - 1;

    /// <summary>Whose states were compared.</summary>
    public MeasuredTokens Tokens { get; }

    /// <summary>Number of texts.</summary>
    public int Texts { get; }

    /// <summary>Number of tokens whose states were compared; each counts once.</summary>
    public long Measured { get; }

    /// <summary>The distance between the input of a layer and what the block that begins with it hands on; its last layer may be the model's last.</summary>
    /// <param name="layer">First layer of the block, 0 to <see cref="LayerCount"/>.</param>
    /// <param name="block">Number of its layers; <paramref name="layer"/> + <paramref name="block"/> is <see cref="LayerCount"/> at most.</param>
    /// <returns>0 to 1; NaN where a model's states are not finite.</returns>
    public double this[int layer, int block] => layer >= 0 && block >= 0 && layer + block <= LayerCount
        ? _distances[layer, layer + block]
        : throw new ArgumentOutOfRangeException(nameof(block), $"Layers {layer} to {layer + block} are not among 0 to {LayerCount}.");

    /// <summary>Those of a model that was not measured: all are 0.</summary>
    /// <param name="layers">Number of its layers.</param>
    internal static AngularDistances Unmeasured(int layers) => new(new double[layers + 1, layers + 1], MeasuredTokens.All, 0, 0);

    /// <summary>First layer of the block of so many layers that turns hidden states least; the lowest, where several do.</summary>
    /// <param name="block">Number of layers, 1 to <see cref="LayerCount"/>.</param>
    public int Least(int block)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(block, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(block, LayerCount);
        return Enumerable.Range(0, LayerCount - block + 1).MinBy(layer => this[layer, block]);
    }

    /// <summary>Measures a model.</summary>
    /// <typeparam name="TModel">The model's type.</typeparam>
    /// <param name="model">The model; no gradient is kept, and dropout is off meanwhile.</param>
    /// <param name="texts">Token ids, one text at least; each begins as the model's training texts did, usually with BOS.</param>
    /// <param name="tokens">Whose states are compared.</param>
    /// <param name="cancellationToken">Stops between two texts.</param>
    /// <remarks>Memory: the states of one text, (layers + 1) × tokens × hidden numbers; of the last token alone, a row each.</remarks>
    /// <exception cref="ArgumentException">There is no text, an empty one, or one longer than the model's positions.</exception>
    public static AngularDistances Of<TModel>(
        TModel model, IEnumerable<IReadOnlyList<int>> texts, MeasuredTokens tokens = MeasuredTokens.Last, CancellationToken cancellationToken = default)
        where TModel : nn.Module, ICausalLanguageModel, IModelDefinition<TModel>
    {
        ArgumentNullException.ThrowIfNull(texts);
        int states = TModel.Description.LayerCount + 1, count = 0;
        long measured = 0;
        var sums = new double[states, states];
        foreach (IReadOnlyList<int> ids in texts)
        {
            cancellationToken.ThrowIfCancellationRequested();
            using HiddenStates hidden = HiddenStates.Of(model, ids);
            long first = tokens == MeasuredTokens.Last ? ids.Count - 1 : 0;
            Add(sums, hidden, first, ids.Count);
            measured += ids.Count - first;
            count++;
        }

        if (count == 0)
        {
            throw new ArgumentException("Distances need a text at least.", nameof(texts));
        }

        for (int a = 0; a < states; a++)
        {
            for (int b = 0; b < states; b++)
            {
                sums[a, b] /= measured;
            }
        }

        return new AngularDistances(sums, tokens, count, measured);
    }

    // Adds the distances of each two states over the tokens from first up to end, a piece at a time.
    private static void Add(double[,] sums, HiddenStates hidden, long first, long end)
    {
        int states = hidden.Count;
        long piece = Math.Max(1, PieceElements / (states * hidden[0].size(1)));
        for (long start = first; start < end; start += piece)
        {
            using var scope = NewDisposeScope();
            long length = Math.Min(piece, end - start);
            Tensor rows = stack(hidden.Select(state => state.narrow(0, start, length).to(ScalarType.Float64)), dim: 1);      // [tokens, states, hidden]
            rows = nn.functional.normalize(rows, p: 2, dim: 2);
            Tensor angles = rows.matmul(rows.transpose(1, 2)).clamp(LeastCosine, GreatestCosine).acos().sum(dim: 0L);                            // [states, states]
            double[] values = [.. angles.cpu().data<double>().Select(angle => angle / Math.PI)];
            for (int a = 0; a < states; a++)
            {
                // A state has no distance from itself, whatever the last digits of its cosine are.
                for (int b = 0; b < states; b++)
                {
                    sums[a, b] += a == b && double.IsFinite(values[(a * states) + b]) ? 0 : values[(a * states) + b];
                }
            }
        }
    }
}
