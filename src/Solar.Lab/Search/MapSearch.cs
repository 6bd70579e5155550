using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Solar.Lab.Inspection;
using Solar.Runtime;
using static TorchSharp.torch;

namespace Solar.Lab.Search;

/// <summary>
/// Which way to a depth does least harm before training: every proposed map is run on the base's own weights, by the order of its layers. No checkpoint
/// is made, and no other weights than the base's are in memory.
/// </summary>
public static class MapSearch
{
    /// <summary>Proposes and ranks the maps of a depth.</summary>
    /// <typeparam name="TModel">The base's type.</typeparam>
    /// <param name="model">The base.</param>
    /// <param name="layers">The wanted depth.</param>
    /// <param name="windows">Pieces of calibration text, as token ids; two at least.</param>
    /// <param name="progress">Receives how many passes over a piece are done, and of how many.</param>
    /// <param name="cancellationToken">Stops between two pieces.</param>
    /// <exception cref="ArgumentOutOfRangeException">No map leads to that depth.</exception>
    /// <exception cref="ArgumentException">There are fewer than two pieces, or one is too long for the model.</exception>
    /// <exception cref="SearchCancelledException">It was stopped after a first map; what is measured is in it. Before that it is an <see cref="OperationCanceledException"/>.</exception>
    public static SearchResult Run<TModel>(
        TModel model, int layers, IReadOnlyList<IReadOnlyList<int>> windows, IProgress<(int Done, int Total)>? progress = null, CancellationToken cancellationToken = default)
        where TModel : nn.Module, ICausalLanguageModel, IModelDefinition<TModel>
    {
        ArgumentNullException.ThrowIfNull(windows);
        if (windows.Count < 2)
        {
            throw new ArgumentException("A ranking needs two pieces of text at least: of one, no error can be told.", nameof(windows));
        }

        int depth = TModel.Description.LayerCount;
        if (!MapProposals.Reach(depth, layers))
        {
            throw new ArgumentOutOfRangeException(
                nameof(layers), layers, $"No map leads from {depth} layers to {layers}; the nearest depths are {string.Join(" and ", MapProposals.Nearest(depth, layers))}.");
        }

        AngularDistances distances = AngularDistances.Of(model, windows, MeasuredTokens.All, cancellationToken);
        IReadOnlyList<ProposedMap> proposals = MapProposals.Of(distances, layers);
        ProposedMap[] ranked = [.. proposals.Where(proposal => !proposal.IsIdentity)];
        int done = 0, total = (ranked.Length + 1) * windows.Count;
        WindowLosses @base = Losses(null);
        var measured = new List<(ProposedMap Map, WindowLosses Losses)>();
        try
        {
            foreach (ProposedMap proposal in ranked)
            {
                measured.Add((proposal, Losses(proposal.Order)));
            }
        }
        catch (OperationCanceledException) when (measured.Count > 0)
        {
            throw new SearchCancelledException(Result(), cancellationToken);
        }

        return Result();

        SearchResult Result() => new(distances, @base, Rank(measured), [.. proposals.Where(proposal => proposal.IsIdentity)]) { NotMeasured = ranked[measured.Count..] };

        WindowLosses Losses(IReadOnlyList<int>? order) =>
            WindowLosses.Of(model, windows, order, () => progress?.Report((++done, total)), cancellationToken);
    }

    /// <summary>Maps by their losses, least first; those whose loss is no number, which sorts before all numbers, come last.</summary>
    internal static IReadOnlyList<RankedMap> Rank(IEnumerable<(ProposedMap Map, WindowLosses Losses)> measured)
    {
        // Stable: of maps with equal losses, the first proposed comes first.
        (ProposedMap Map, WindowLosses Losses)[] ranked = [.. measured.OrderBy(pair => !double.IsFinite(pair.Losses.Mean)).ThenBy(pair => pair.Losses.Mean)];
        return [.. ranked.Select((pair, place) => Rank(pair.Map, pair.Losses, ranked[0].Losses, place))];
    }

    private static RankedMap Rank(ProposedMap map, WindowLosses losses, WindowLosses best, int place)
    {
        (double mean, double error) = place == 0 ? (0, 0) : losses.Above(best);
        return new RankedMap(place + 1, map, losses, mean, error);
    }
}

/// <summary>What a search found.</summary>
/// <param name="Distances">What the base's layers do to the texts.</param>
/// <param name="Base">The base's own losses.</param>
/// <param name="Maps">The maps, least loss first, and last those whose loss is not finite.</param>
/// <param name="Identities">Maps whose new layers add nothing at first: their loss is the base's, and they are not ranked.</param>
public sealed record SearchResult(AngularDistances Distances, WindowLosses Base, IReadOnlyList<RankedMap> Maps, IReadOnlyList<ProposedMap> Identities)
{
    /// <summary>Maps that were proposed and not measured, since the search was stopped before.</summary>
    public IReadOnlyList<ProposedMap> NotMeasured { get; init; } = [];
}

/// <summary>A map and its place.</summary>
/// <param name="Rank">The place, from 1.</param>
/// <param name="Map">The map.</param>
/// <param name="Losses">Its losses before training.</param>
/// <param name="AboveBest">By how many nats its mean is above that of the first.</param>
/// <param name="StandardError">Standard error of that, over the same pieces of text.</param>
public sealed record RankedMap(int Rank, ProposedMap Map, WindowLosses Losses, double AboveBest, double StandardError)
{
    /// <summary>Whether its loss is a number: a layer that is run again may overflow the type that is computed in.</summary>
    public bool IsFinite => double.IsFinite(Losses.Mean);

    /// <summary>Whether these texts cannot tell it from the first: the difference is within 1.96 standard errors.</summary>
    public bool IsWithinNoise => AboveBest <= Evaluation.Results.PairedDifference.Significant * StandardError;
}
