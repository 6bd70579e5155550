using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Solar.Runtime.Text;
using Solar.Runtime.Training.Data;
using Solar.Runtime.Training.State;
using static TorchSharp.torch;

namespace Solar.Runtime.Training;

/// <summary>The run of a stage that learns from rows of tokens: continued pretraining and instruction tuning.</summary>
/// <typeparam name="TModel">The model that is trained.</typeparam>
public sealed class TrainingRun<TModel> : StageRun<TModel, Batch>
    where TModel : nn.Module, ICausalLanguageModel, IModelDefinition<TModel>
{
    private readonly TokenRows _rows;
    private readonly TokenRows? _evaluationRows;
    private readonly int _evaluationBatchSize;
    private readonly string _kind;

    /// <summary>
    /// Loads model, tokenizer and data of a declared stage, and goes on where an interrupted run of the same inputs stopped.
    /// </summary>
    /// <typeparam name="TStage">The stage.</typeparam>
    /// <param name="options">Hyper-parameters and folders.</param>
    /// <param name="cancellationToken">Ends the reading of data and weights.</param>
    /// <exception cref="TrainingOptionException">An option that cannot be.</exception>
    /// <exception cref="TrainingDataException">Data that cannot be read.</exception>
    /// <exception cref="TrainingMemoryException">Weights, gradients and moments alone are more than the machine has.</exception>
    /// <exception cref="TrainingStateException">The output directory holds another run's work, and is not to be overwritten.</exception>
    /// <exception cref="Checkpoints.CheckpointException">Weights that are not the model's.</exception>
    public static Task<TrainingRun<TModel>> OpenAsync<TStage>(PretrainOptions options, CancellationToken cancellationToken = default)
        where TStage : IStageDefinition<TModel> =>
        OpenAsync(TStage.Stage, options, tokenizer => StageTokens.OpenAsync<TModel>(TStage.Stage, options, tokenizer, cancellationToken), cancellationToken);

    /// <inheritdoc cref="OpenAsync{TStage}(PretrainOptions, CancellationToken)"/>
    /// <exception cref="Text.Chat.ChatTemplateException">There is no such template, or it cannot be read.</exception>
    public static Task<TrainingRun<TModel>> OpenAsync<TStage>(InstructionTuneOptions options, CancellationToken cancellationToken = default)
        where TStage : IStageDefinition<TModel> =>
        OpenAsync(TStage.Stage, options, tokenizer => StageTokens.OpenAsync<TModel>(TStage.Stage, options, tokenizer, cancellationToken), cancellationToken);

    private static async Task<TrainingRun<TModel>> OpenAsync(
        StageDescription stage, TrainingOptions options, Func<ITextTokenizer, Task<StageTokens>> read, CancellationToken cancellationToken)
    {
        Prepare(stage, options);
        ITextTokenizer tokenizer = TextTokenizer.Load(options.TokenizerDirectory ?? options.ModelDirectory);
        IReadOnlyDictionary<string, string> weights = await Hashes.OfWeightsAsync(options.ModelDirectory, cancellationToken).ConfigureAwait(false);
        StageTokens tokens = await read(tokenizer).ConfigureAwait(false);
        return Start(tokens, () =>
        {
            (TModel model, IReadOnlyDictionary<string, Tensor>? masters) = TrainedWeights.Load<TModel>(options);
            return new TrainingRun<TModel>(model, ownsModel: true, masters, options, Describe(stage, options, tokens, weights), tokens, tokenizer);
        });
    }

    /// <summary>A run on a model in memory, which it trains in place and leaves to the caller.</summary>
    /// <param name="model">The model, on the device and in the type that it trains in.</param>
    /// <param name="stage">The stage: its data sets are read.</param>
    /// <param name="options">Hyper-parameters and folders; a model directory is needed only for files to carry over.</param>
    /// <param name="tokenizer">Makes tokens of the data sets' text.</param>
    /// <param name="cancellationToken">Ends the reading of data.</param>
    /// <exception cref="TrainingOptionException">An option that cannot be.</exception>
    /// <exception cref="TrainingDataException">Data that cannot be read.</exception>
    /// <exception cref="TrainingStateException">The output directory holds another run's work, and is not to be overwritten.</exception>
    public static Task<TrainingRun<TModel>> OpenAsync(
        TModel model, StageDescription stage, PretrainOptions options, ITextTokenizer tokenizer, CancellationToken cancellationToken = default) =>
        OpenAsync(model, stage, options, tokenizer, () => StageTokens.OpenAsync<TModel>(stage, options, tokenizer, cancellationToken));

    /// <inheritdoc cref="OpenAsync(TModel, StageDescription, PretrainOptions, ITextTokenizer, CancellationToken)"/>
    /// <exception cref="Text.Chat.ChatTemplateException">There is no such template, or it cannot be read.</exception>
    public static Task<TrainingRun<TModel>> OpenAsync(
        TModel model, StageDescription stage, InstructionTuneOptions options, ITextTokenizer tokenizer, CancellationToken cancellationToken = default) =>
        OpenAsync(model, stage, options, tokenizer, () => StageTokens.OpenAsync<TModel>(stage, options, tokenizer, cancellationToken));

    private static async Task<TrainingRun<TModel>> OpenAsync(
        TModel model, StageDescription stage, TrainingOptions options, ITextTokenizer tokenizer, Func<Task<StageTokens>> read)
    {
        Prepare(model, stage, options, tokenizer);
        StageTokens tokens = await read().ConfigureAwait(false);
        return Start(tokens, () =>
            new TrainingRun<TModel>(model, ownsModel: false, masters: null, options, Describe(stage, options, tokens, HashesOf(model)), tokens, tokenizer));
    }

    private TrainingRun(
        TModel model,
        bool ownsModel,
        IReadOnlyDictionary<string, Tensor>? masters,
        TrainingOptions options,
        TrainingInputs inputs,
        StageTokens tokens,
        ITextTokenizer tokenizer)
        : base(model, ownsModel, masters, options, inputs, tokenizer)
    {
        _rows = tokens.Training.Rows;
        _evaluationRows = tokens.Evaluation?.Rows;
        _evaluationBatchSize = options.PerDeviceEvalBatchSize;
        _kind = options is InstructionTuneOptions ? "instruction_tune" : "pretrain";
    }

    /// <summary>What may be refused once there is something to free.</summary>
    private static TrainingRun<TModel> Start(StageTokens tokens, Func<TrainingRun<TModel>> make)
    {
        TrainingRun<TModel>? run = null;
        try
        {
            run = make();
            run.Start();
            return run;
        }
        catch
        {
            tokens.Dispose();
            run?.Dispose();
            throw;
        }
    }

    private static TrainingInputs Describe(
        StageDescription stage, TrainingOptions options, StageTokens tokens, IReadOnlyDictionary<string, string> weights)
    {
        TokenRows rows = tokens.Training.Rows;
        var trained = new TrainedTokens(rows.DocumentCount, rows.TokenCount, rows.UsedCount, rows.PaddingCount, rows.Count, rows.Hash());
        return new TrainingInputs(
            stage, TModel.Description, TrainingInputs.Hyperparameters(options), weights, tokens.Training.Datasets, tokens.Evaluation?.Datasets, trained)
        {
            EvaluationSets = tokens.EvaluationSets,
        };
    }

    private protected override Batch MakeBatch(long step, int[][] rows, CancellationToken cancellationToken) =>
        new(step, rows, _rows, Device, Parameters, cancellationToken) { Context = Context };

    private protected override long TokensBefore(long step) => RowsBefore(step) * _rows.RowLength;

    private protected override string Kind => _kind;

    private protected override bool HasEvaluationData => _evaluationRows is not null;

    private protected override (double Loss, IReadOnlyDictionary<string, double>? Metrics) Evaluate(long step, CancellationToken cancellationToken)
    {
        TokenRows rows = _evaluationRows!;
        int[][] passes = [.. Enumerable.Range(0, rows.Count).Chunk(_evaluationBatchSize)];
        Batch batch = new(step, passes, rows, Device, Parameters, cancellationToken);
        double sum = 0;
        foreach (MicroBatch micro in batch)
        {
            using var scope = NewDisposeScope();
            Tensor hidden = Model.Hidden(micro.InputIds, micro.Context);
            sum += Losses.NextToken(hidden, Model.Head, micro.Labels, batch.Targets).to(ScalarType.Float64).item<double>();
        }

        return (sum, null);
    }

    private protected override void DisposeData()
    {
        _rows.Dispose();
        _evaluationRows?.Dispose();
    }
}
