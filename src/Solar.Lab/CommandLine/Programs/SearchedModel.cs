using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using System.Threading;
using Solar.Lab.Search;
using Solar.Runtime;
using Solar.Runtime.Text;
using TorchSharp;
using static TorchSharp.torch;

namespace Solar.Lab.CommandLine.Programs;

/// <summary>
/// A base, met as a type that is only known while the program runs, over which layer maps are ranked. Apart from the commands, since whoever touches this
/// class loads TorchSharp. <see cref="Runtime.Native.TorchLibrary.EnsureLoaded"/> comes first.
/// </summary>
/// <param name="model">The emitted type.</param>
/// <param name="folder">Its checkpoint, with a tokenizer.</param>
/// <param name="request">What is searched for.</param>
internal sealed class SearchedModel(Type model, string folder, SearchRequest request)
{
    /// <summary>Ranks the maps.</summary>
    /// <param name="texts">Calibration texts; read no further than is needed.</param>
    /// <param name="progress">Receives how many passes are done, and of how many.</param>
    /// <param name="cancellationToken">Stops between two pieces of text.</param>
    /// <exception cref="CommandException">No map leads to the depth, or the texts are too short.</exception>
    public SearchResult Run(IEnumerable<string> texts, IProgress<(int Done, int Total)>? progress, CancellationToken cancellationToken)
    {
        MethodInfo run = typeof(SearchedModel).GetMethod(nameof(RunAs), BindingFlags.NonPublic | BindingFlags.Instance)!;
        return (SearchResult)run.MakeGenericMethod(model).Invoke(
            this, BindingFlags.DoNotWrapExceptions, binder: null, [texts, progress, cancellationToken], culture: null)!;
    }

    private SearchResult RunAs<TModel>(IEnumerable<string> texts, IProgress<(int Done, int Total)>? progress, CancellationToken cancellationToken)
        where TModel : nn.Module, ICausalLanguageModel, IModelDefinition<TModel>
    {
        CheckDepth(TModel.Description.LayerCount);
        if (request.Threads is { } threads)
        {
            torch.set_num_threads(threads);
        }

        ITextTokenizer tokenizer = TextTokenizer.Load(folder);
        using TModel loaded = TModel.Load(folder, new Placement(new Device(request.Device), Measurement.Dtype(request.Dtype)));
        int length = request.Length ?? Math.Min(SearchRequest.DefaultLength, loaded.MaxPositions);
        if (length > loaded.MaxPositions)
        {
            throw new CommandException($"--length {length} is more than the {loaded.MaxPositions} positions of the model.");
        }

        IReadOnlyList<IReadOnlyList<int>> windows = CalibrationWindows.Cut(texts, tokenizer, length, request.Limit);
        int tokens = windows.Sum(window => window.Count);
        if (windows.Count < 2 || tokens < length)
        {
            throw new CommandException(
                $"The texts are too short: {tokens} tokens in {windows.Count} pieces. One whole piece of {length} tokens and two pieces at least are needed: give more text, or a smaller --length.");
        }

        try
        {
            return Checked(MapSearch.Run(loaded, request.Layers, windows, progress, cancellationToken));
        }
        catch (SearchCancelledException stopped)
        {
            Checked(stopped.Found);
            throw;
        }
    }

    private SearchResult Checked(SearchResult result) => double.IsFinite(result.Base.Mean)
        ? result
        : throw new CommandException($"The loss of {folder} on these texts is {result.Base.Mean}: its weights are damaged, or the type to compute in is too narrow.");

    private void CheckDepth(int depth)
    {
        int most = depth * MapProposals.GreatestGrowth;
        if (request.Layers == depth)
        {
            throw new CommandException($"The model has {depth} layers already: there is nothing to search for.");
        }

        if (request.Layers < 1 || request.Layers > most)
        {
            throw new CommandException($"--layers {request.Layers} cannot be reached from {depth} layers: 1 to {most} can.");
        }

        if (!MapProposals.Reach(depth, request.Layers))
        {
            throw new CommandException($"No map that is proposed leads from {depth} layers to {request.Layers}: the nearest depths are {string.Join(" and ", MapProposals.Nearest(depth, request.Layers))}.");
        }
    }
}
