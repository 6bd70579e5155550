using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Solar.Runtime.Text;
using Solar.Runtime.Training.Data;
using Solar.Runtime.Training.Preferences;
using Solar.Runtime.Training.State;
using static TorchSharp.torch;

namespace Solar.Runtime.Training;

public sealed partial class AlignmentRun<TModel>
{
    /// <summary>
    /// Loads model, tokenizer and data of a declared stage, has the model say as its own reference what it thinks of every answer, and goes on
    /// where an interrupted run of the same inputs stopped.
    /// </summary>
    /// <typeparam name="TStage">The stage.</typeparam>
    /// <param name="options">Hyper-parameters and folders.</param>
    /// <param name="cancellationToken">Ends the reading of data and weights, and the work of the reference between two forward passes.</param>
    /// <exception cref="TrainingOptionException">An option that cannot be.</exception>
    /// <exception cref="Text.Chat.ChatTemplateException">There is no such template, or it cannot be read.</exception>
    /// <exception cref="TrainingDataException">Data that cannot be read.</exception>
    /// <exception cref="TrainingMemoryException">Weights, gradients and moments alone are more than the machine has.</exception>
    /// <exception cref="TrainingStateException">The output directory holds another run's work, and is not to be overwritten.</exception>
    /// <exception cref="Checkpoints.CheckpointException">Weights that are not the model's.</exception>
    public static async Task<AlignmentRun<TModel>> OpenAsync<TStage>(AlignTuneOptions options, CancellationToken cancellationToken = default)
        where TStage : IStageDefinition<TModel>
    {
        Prepare(TStage.Stage, options);
        ITextTokenizer tokenizer = TextTokenizer.Load(options.TokenizerDirectory ?? options.ModelDirectory);
        IReadOnlyDictionary<string, string> weights = await Hashes.OfWeightsAsync(options.ModelDirectory, cancellationToken).ConfigureAwait(false);
        StagePreferences preferences = await StagePreferences.OpenAsync<TModel>(TStage.Stage, options, tokenizer, cancellationToken).ConfigureAwait(false);
        return Start(
            preferences,
            () =>
            {
                (TModel model, IReadOnlyDictionary<string, Tensor>? masters) = TrainedWeights.Load<TModel>(options);
                return new AlignmentRun<TModel>(
                    model, ownsModel: true, masters, options, Describe(TStage.Stage, options, preferences, weights), preferences, tokenizer);
            },
            cancellationToken);
    }

    /// <summary>A run on a model in memory, which it trains in place and leaves to the caller.</summary>
    /// <param name="model">The model, on the device and in the type that it trains in; as it is now it is the reference.</param>
    /// <param name="stage">The stage: its data sets are read.</param>
    /// <param name="options">Hyper-parameters and folders; a model directory is needed only for files to carry over.</param>
    /// <param name="tokenizer">Makes tokens of the data sets' text.</param>
    /// <param name="cancellationToken">Ends the reading of data, and the work of the reference between two forward passes.</param>
    /// <exception cref="TrainingOptionException">An option that cannot be.</exception>
    /// <exception cref="Text.Chat.ChatTemplateException">There is no such template, or it cannot be read.</exception>
    /// <exception cref="TrainingDataException">Data that cannot be read.</exception>
    /// <exception cref="TrainingStateException">The output directory holds another run's work, and is not to be overwritten.</exception>
    public static async Task<AlignmentRun<TModel>> OpenAsync(
        TModel model, StageDescription stage, AlignTuneOptions options, ITextTokenizer tokenizer, CancellationToken cancellationToken = default)
    {
        Prepare(model, stage, options, tokenizer);
        StagePreferences preferences = await StagePreferences.OpenAsync<TModel>(stage, options, tokenizer, cancellationToken).ConfigureAwait(false);
        return Start(
            preferences,
            () => new AlignmentRun<TModel>(
                model, ownsModel: false, masters: null, options, Describe(stage, options, preferences, HashesOf(model)), preferences, tokenizer),
            cancellationToken);
    }

    /// <summary>What may be refused once there is something to free.</summary>
    private static AlignmentRun<TModel> Start(StagePreferences preferences, Func<AlignmentRun<TModel>> make, CancellationToken cancellationToken)
    {
        AlignmentRun<TModel>? run = null;
        try
        {
            run = make();
            run.AskReference(run._rows, cancellationToken);
            if (run._evaluationRows is { } evaluation)
            {
                run.AskReference(evaluation, cancellationToken);
            }

            run.Start();
            return run;
        }
        catch
        {
            preferences.Dispose();
            run?.Dispose();
            throw;
        }
    }

    // Before a state is gone on with the model still has the weights that it starts from: it is the reference.
    private void AskReference(PreferenceSource source, CancellationToken cancellationToken)
    {
        if (!Objective.NeedsReference)
        {
            return;
        }

        source.Reference = ReferenceLogProbs.GetOrMake(_options.CacheDirectory, ReferenceParts(source), source.Rows.Count, () =>
        {
            Model.eval();
            try
            {
                using (no_grad())
                {
                    return ReferenceOf(source, cancellationToken);
                }
            }
            finally
            {
                Model.train();
            }
        });
    }

    private float[] ReferenceOf(PreferenceSource source, CancellationToken cancellationToken)
    {
        int[][] passes = [.. Enumerable.Range(0, source.Rows.Count).Chunk(_options.PerDeviceEvalBatchSize)];
        PreferenceBatch batch = new(0, passes, source, Device, Parameters, cancellationToken);
        float[] values = new float[2 * source.Rows.Count];
        foreach (PreferenceMicroBatch micro in batch)
        {
            using var scope = NewDisposeScope();
            Tensor both = micro.Mismatched is { } mismatched ? cat([LogProbs(micro), LogProbs(mismatched)]) : LogProbs(micro);
            float[] logps = both.to(ScalarType.Float32).cpu().data<float>().ToArray();
            for (int i = 0; i < micro.Rows.Count; i++)
            {
                (values[2 * micro.Rows[i]], values[(2 * micro.Rows[i]) + 1]) = (logps[i], logps[micro.Rows.Count + i]);
            }
        }

        return values;
    }

    /// <summary>All that log-probabilities of the reference follow from, the size of a pass and the number of threads included: they round.</summary>
    private string[] ReferenceParts(PreferenceSource source) =>
    [
        TModel.Description.Canonical,
        .. Inputs.Weights.Select(file => $"{file.Key} {file.Value}"),
        source.Rows.Hash(),
        string.Create(CultureInfo.InvariantCulture, $"{_options.MaxLength} {_options.PerDeviceEvalBatchSize} {_options.Bf16} {_options.Device} {get_num_threads()}"),
    ];

    private static TrainingInputs Describe(
        StageDescription stage, AlignTuneOptions options, StagePreferences preferences, IReadOnlyDictionary<string, string> weights)
    {
        PreferenceSource source = preferences.Training;
        var trained = new TrainedTokens(source.Rows.Count, source.TokenCount, source.TokenCount, 0, source.Rows.Count, source.Rows.Hash());
        return new TrainingInputs(
            stage, TModel.Description, TrainingInputs.Hyperparameters(options), weights, preferences.Datasets, preferences.EvaluationDatasets, trained)
        {
            EvaluationSets = preferences.EvaluationSets,
        };
    }
}
