using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using static TorchSharp.torch;

namespace Solar.Runtime.Checkpoints;

/// <summary>Makes the checkpoint of a declared model from that of the model it is declared over.</summary>
public static class Upscaling
{
    /// <summary>Makes each tensor as the model's weight map says: bytes are copied from file to file, and no tensor is built.</summary>
    /// <typeparam name="TModel">The declared model; its recipe says what is made of what.</typeparam>
    /// <param name="baseDir">The checkpoint that is read.</param>
    /// <param name="outDir">Where the new one will be: not there yet, empty, or one that Solar wrote and that is to be replaced.</param>
    /// <param name="cancellationToken">Leaves the output as it was before.</param>
    /// <exception cref="CheckpointException">The base is not what is declared, or the output is taken; nothing was written.</exception>
    public static Task<UpscaleResult> RunAsync<TModel>(string baseDir, string outDir, CancellationToken cancellationToken = default)
        where TModel : nn.Module, ICausalLanguageModel, IModelDefinition<TModel> =>
        RunAsync<TModel>(baseDir, outDir, null, cancellationToken);

    /// <inheritdoc cref="RunAsync{TModel}(string, string, CancellationToken)"/>
    /// <param name="baseDir">The checkpoint that is read.</param>
    /// <param name="outDir">Where the new one will be.</param>
    /// <param name="options">Shard size and progress.</param>
    /// <param name="cancellationToken">Leaves the output as it was before.</param>
    public static Task<UpscaleResult> RunAsync<TModel>(
        string baseDir, string outDir, UpscaleOptions? options, CancellationToken cancellationToken = default)
        where TModel : nn.Module, ICausalLanguageModel, IModelDefinition<TModel> =>
        CheckpointBuilder.BuildAsync(ModelPlans.FromSource<TModel>(), baseDir, outDir, options, cancellationToken);

    /// <summary>Makes the checkpoint of a model that is declared over several others.</summary>
    /// <typeparam name="TModel">The declared model; its recipe says what is made of what.</typeparam>
    /// <param name="baseDirs">The checkpoints that are read, in the order of <see cref="ModelDescription.Sources"/>.</param>
    /// <param name="outDir">Where the new one will be: not there yet, empty, or one that Solar wrote and that is to be replaced.</param>
    /// <param name="cancellationToken">Leaves the output as it was before.</param>
    /// <exception cref="CheckpointException">A base is not what is declared, or the output is taken; nothing was written.</exception>
    public static Task<UpscaleResult> RunAsync<TModel>(IReadOnlyList<string> baseDirs, string outDir, CancellationToken cancellationToken = default)
        where TModel : nn.Module, ICausalLanguageModel, IModelDefinition<TModel> =>
        CheckpointBuilder.BuildAsync(ModelPlans.FromSource<TModel>(), baseDirs, outDir, null, cancellationToken);
}
