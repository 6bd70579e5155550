using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Solar.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace Solar.Lab.Inspection;

/// <summary>
/// The seam's jump. In an up-scaled model the layer above the seam is handed the output of a layer that is not the one it was trained above: SOLAR
/// (arXiv 2312.15166, section 2) drops layers around the seam to make this discrepancy smaller, and trains on to close it. Measured is, for each
/// layer, how far its input lies from the input that the layer it was copied from has in the base, over the same texts.
/// </summary>
/// <example><code>
/// // Before training, on the base alone; after it, with the trained model. The recipe's layer map says what is held against what.
/// IReadOnlyList&lt;LayerJump&gt; before = SeamJumps.BeforeTraining(solarBase, Solar10B.Description.LayerMap, texts);
/// IReadOnlyList&lt;LayerJump&gt; after  = SeamJumps.Of(solarBase, trained, texts);
/// double seam = after.Single(jump => jump.Layer == 24).Distance;
/// </code></example>
public static class SeamJumps
{
    // Keeps the direction of nothing at all from being NaN. In a field: TorchSharp may free a number of its own while libtorch reads it.
    private static readonly Scalar LeastLength = double.Epsilon;

    /// <summary>The jumps of a model that is not made yet: the base's layers, run in the order of a layer map.</summary>
    /// <typeparam name="TBase">The base's type.</typeparam>
    /// <param name="model">The base; no gradient is kept, and dropout is off meanwhile.</param>
    /// <param name="map">For each layer of the grown model, the base's layer.</param>
    /// <param name="texts">Token ids, one text at least.</param>
    /// <param name="tokens">Whose states are compared.</param>
    /// <param name="cancellationToken">Stops between two texts.</param>
    /// <returns>One a layer, bottom first, and last what the final norm is handed.</returns>
    /// <exception cref="ArgumentException">There is no text, an empty one, or one longer than the model's positions; or no layer.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The map names a layer that the base does not have.</exception>
    public static IReadOnlyList<LayerJump> BeforeTraining<TBase>(
        TBase model, IReadOnlyList<int> map, IEnumerable<IReadOnlyList<int>> texts,
        MeasuredTokens tokens = MeasuredTokens.All, CancellationToken cancellationToken = default)
        where TBase : nn.Module, ICausalLanguageModel, IModelDefinition<TBase>
    {
        ArgumentNullException.ThrowIfNull(map);
        return Measure(model, ids => HiddenStates.Of(model, ids, map), map, texts, tokens, cancellationToken);
    }

    /// <summary>The jumps of a model that was made, and trained or not.</summary>
    /// <typeparam name="TBase">The base's type.</typeparam>
    /// <typeparam name="TGrown">The grown model's type, whose declaration says the layer map.</typeparam>
    /// <param name="base">The base; no gradient is kept, and dropout is off meanwhile.</param>
    /// <param name="grown">The grown model, likewise.</param>
    /// <param name="texts">Token ids, one text at least.</param>
    /// <param name="tokens">Whose states are compared.</param>
    /// <param name="cancellationToken">Stops between two texts.</param>
    /// <returns>One a layer, bottom first, and last what the final norm is handed. Of a layer that is a mean, its first source is taken.</returns>
    /// <exception cref="ArgumentException">
    /// There is no text, an empty one, or one longer than a model's positions; or the grown model was not made from this base, or from others too.
    /// </exception>
    public static IReadOnlyList<LayerJump> Of<TBase, TGrown>(
        TBase @base, TGrown grown, IEnumerable<IReadOnlyList<int>> texts,
        MeasuredTokens tokens = MeasuredTokens.All, CancellationToken cancellationToken = default)
        where TBase : nn.Module, ICausalLanguageModel, IModelDefinition<TBase>
        where TGrown : nn.Module, ICausalLanguageModel, IModelDefinition<TGrown>
    {
        ModelDescription description = TGrown.Description;
        IReadOnlyList<int> map = description.LayerMap.Count > 0 ? description.LayerMap : [.. description.LayerSources.Select(source => source.Layer)];
        if (description.SourceLayerCount != TBase.Description.LayerCount || map.Count == 0)
        {
            throw new ArgumentException($"{description.Name} was not made from the {TBase.Description.LayerCount} layers of {TBase.Description.Name} alone.", nameof(grown));
        }

        return Measure(@base, ids => HiddenStates.Of(grown, ids), map, texts, tokens, cancellationToken);
    }

    private static List<LayerJump> Measure<TBase>(
        TBase @base, Func<IReadOnlyList<int>, HiddenStates> run, IReadOnlyList<int> map, IEnumerable<IReadOnlyList<int>> texts,
        MeasuredTokens tokens, CancellationToken cancellationToken)
        where TBase : nn.Module, ICausalLanguageModel, IModelDefinition<TBase>
    {
        ArgumentNullException.ThrowIfNull(texts);

        // The final norm is one place more on either side.
        int[] sources = [.. map, TBase.Description.LayerCount];
        var distances = new List<double>[sources.Length];
        var lengths = new double[sources.Length];
        Array.ForEach(Enumerable.Range(0, sources.Length).ToArray(), layer => distances[layer] = []);
        foreach (IReadOnlyList<int> ids in texts)
        {
            cancellationToken.ThrowIfCancellationRequested();
            using HiddenStates reached = run(ids);
            using HiddenStates used = HiddenStates.Of(@base, ids);
            for (int layer = 0; layer < sources.Length; layer++)
            {
                (double distance, double length) = Compare(reached[layer], used[sources[layer]], tokens);
                distances[layer].Add(distance);
                lengths[layer] += length;
            }
        }

        return distances[0].Count == 0
            ? throw new ArgumentException("Jumps need a text at least.", nameof(texts))
            : [.. sources.Select((source, layer) => new LayerJump(
                layer, source, IsSeam: layer > 0 && sources[layer - 1] != source - 1,
                distances[layer].Average(), Error(distances[layer]), Math.Exp(lengths[layer] / distances[layer].Count)))];
    }

    // The angle by half-angles and not by the cosine, which has no digits left where directions are nearly equal; equal ones have 0.
    private static (double Distance, double LogRatio) Compare(Tensor reached, Tensor used, MeasuredTokens tokens)
    {
        using var scope = NewDisposeScope();
        Tensor a = Measured(reached, tokens), b = Measured(used, tokens);                                          // [tokens, hidden]
        Tensor lengthA = a.norm(1, keepdim: true, p: 2f).clamp_min(LeastLength), lengthB = b.norm(1, keepdim: true, p: 2f).clamp_min(LeastLength);
        Tensor unitA = a / lengthA, unitB = b / lengthB;
        Tensor half = (unitA - unitB).norm(1, keepdim: false, p: 2f).atan2((unitA + unitB).norm(1, keepdim: false, p: 2f));        // [tokens]
        return (2 * half.mean().item<double>() / Math.PI, (lengthA.log() - lengthB.log()).mean().item<double>());
    }

    private static Tensor Measured(Tensor state, MeasuredTokens tokens) =>
        (tokens == MeasuredTokens.Last ? state.narrow(0, state.size(0) - 1, 1) : state).to(ScalarType.Float64);

    private static double Error(List<double> values)
    {
        double mean = values.Average();
        return values.Count < 2 ? 0 : Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Count - 1) / values.Count);
    }
}
