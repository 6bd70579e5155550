using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using Solar.Runtime.Checkpoints.Merging;
using static TorchSharp.torch;

namespace Solar.Runtime.Checkpoints;

/// <summary>Makes the checkpoint of a declared merge from those of the models that it names.</summary>
public static class CheckpointMerges
{
    /// <summary>Merges from file to file; no module is built.</summary>
    /// <typeparam name="TMerge">The declared merge; its recipe says what is merged of what.</typeparam>
    /// <typeparam name="TModel">The model whose type the result has.</typeparam>
    /// <param name="directories">A folder for each of the recipe's sources.</param>
    /// <param name="outDir">Where the result will be: not there yet, empty, or one that Solar wrote and that is to be replaced.</param>
    /// <param name="function">The user's own method; null for a method of Solar's.</param>
    /// <param name="options">Shard size, hashes, threads and progress.</param>
    /// <param name="cancellationToken">Leaves the output as it was before.</param>
    /// <exception cref="CheckpointException">The checkpoints do not fit, or the output is taken; nothing was written.</exception>
    public static Task<MergeResult> RunAsync<TMerge, TModel>(
        IReadOnlyDictionary<string, string> directories,
        string outDir,
        MergeFunction? function = null,
        MergeOptions? options = null,
        CancellationToken cancellationToken = default)
        where TMerge : IMergeDefinition<TModel>
        where TModel : nn.Module, ICausalLanguageModel, IModelDefinition<TModel> =>
        CheckpointMerger.MergeAsync(Of<TMerge, TModel>(function), directories, outDir, options, cancellationToken);

    /// <summary>Everything of a declared merge but the bytes, to be planned or run.</summary>
    /// <typeparam name="TMerge">The declared merge.</typeparam>
    /// <typeparam name="TModel">The model whose type the result has.</typeparam>
    /// <param name="function">The user's own method; null for a method of Solar's.</param>
    public static CheckpointMerge Of<TMerge, TModel>(MergeFunction? function = null)
        where TMerge : IMergeDefinition<TModel>
        where TModel : nn.Module, ICausalLanguageModel, IModelDefinition<TModel>
    {
        MergeDescription description = TMerge.Description;
        return new CheckpointMerge
        {
            Name = description.Name,
            Tensors = [.. TModel.Tensors()],
            Config = TModel.Description.Config,
            Recipe = description.Recipe,
            Function = function,
            Declaration = description.Canonical,
        };
    }
}
