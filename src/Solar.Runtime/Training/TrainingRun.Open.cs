using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Solar.Runtime.Text;
using Solar.Runtime.Training.Data;
using Solar.Runtime.Training.Observation;
using Solar.Runtime.Training.State;
using static TorchSharp.torch;

namespace Solar.Runtime.Training;

public sealed partial class TrainingRun<TModel>
{
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
    public static async Task<TrainingRun<TModel>> OpenAsync<TStage>(PretrainOptions options, CancellationToken cancellationToken = default)
        where TStage : IStageDefinition<TModel>
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        if (!Directory.Exists(options.ModelDirectory))
        {
            throw new TrainingOptionException(
                nameof(TrainingOptions.ModelDirectory), $"there is no folder '{options.ModelDirectory}'; name the checkpoint of {TStage.Stage.Start} to start from.");
        }

        if (options.Device == "cpu")
        {
            TrainingMemory.Of(TModel.Tensors(), options).Check(TModel.Description.Name, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes);
        }

        OutputFolder.Prepare(options);
        ITextTokenizer tokenizer = TextTokenizer.Load(options.TokenizerDirectory ?? options.ModelDirectory);
        IReadOnlyDictionary<string, string> weights = await HashWeightsAsync(options.ModelDirectory, cancellationToken).ConfigureAwait(false);
        StageTokens tokens = await StageTokens.OpenAsync<TModel>(TStage.Stage, options, tokenizer, cancellationToken).ConfigureAwait(false);
        return Start(tokens, () =>
        {
            (TModel model, IReadOnlyDictionary<string, Tensor>? masters) = TrainedWeights.Load<TModel>(options);
            return new TrainingRun<TModel>(model, ownsModel: true, masters, options, Describe(TStage.Stage, options, tokens, weights), tokens, tokenizer);
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
    public static async Task<TrainingRun<TModel>> OpenAsync(
        TModel model, StageDescription stage, PretrainOptions options, ITextTokenizer tokenizer, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(stage);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(tokenizer);
        options.Validate();
        TrainedWeights.CheckType(model, options);

        OutputFolder.Prepare(options);
        StageTokens tokens = await StageTokens.OpenAsync<TModel>(stage, options, tokenizer, cancellationToken).ConfigureAwait(false);
        var weights = new Dictionary<string, string>
        {
            ["parameters"] = Hashes.OfTensors(model.named_parameters().Select(parameter => (parameter.name, (Tensor)parameter.parameter))),
        };
        return Start(tokens, () =>
            new TrainingRun<TModel>(model, ownsModel: false, masters: null, options, Describe(stage, options, tokens, weights), tokens, tokenizer));
    }

    private TrainingRun(
        TModel model,
        bool ownsModel,
        IReadOnlyDictionary<string, Tensor>? masters,
        TrainingOptions options,
        TrainingInputs inputs,
        StageTokens tokens,
        ITextTokenizer tokenizer)
    {
        _options = options;
        _inputs = inputs;
        _tokenizer = tokenizer;
        _rows = tokens.Training.Rows;
        _evaluationRows = tokens.Evaluation?.Rows;
        _ownsModel = ownsModel;
        _device = device(options.Device);
        _environment = RunEnvironment.Current(options.Device);
        _plan = new StepPlan(_rows.Count, options);
        _outputType = TrainedWeights.OutputType(TModel.Description, model, options.ModelDirectory);

        Model = model;
        Model.train();
        _frozen = new FrozenParameters(model, options.UnfrozenParameters);
        Parameters = new TrainedParameters(model, masters) { OnNorm = Observe };
        Optimizer = new AdamWOptimizer(Parameters, options.AdamBeta1, options.AdamBeta2, options.AdamEpsilon, options.WeightDecay);
        Schedule = LearningRateSchedule.For(options, _plan.TotalSteps);
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

    private void Start()
    {
        if (_options.MaxLength > Model.MaxPositions)
        {
            throw new TrainingOptionException(
                nameof(TrainingOptions.MaxLength),
                FormattableString.Invariant($"is {_options.MaxLength}, and {TModel.Description.Name} has {Model.MaxPositions} positions."));
        }

        CheckPrompts();
        Optimizer.Decay(_options.WeightDecayParameters);
        Optimizer.Scale(_options.LrScales);
        random.manual_seed(_options.Seed);
        Warnings = Resume();
        ResumedStep = _savedStep = Optimizer.StepCount;
        _log = new TrainingLog(_options.OutputDirectory, ResumedStep);
        _samples = _options.SamplePrompts.Count > 0 ? new TrainingLog(_options.OutputDirectory, ResumedStep, TrainingLog.SamplesFileName) : null;
        _board = _options.LoggingDirectory is string logging ? new TensorBoardLog(logging) : null;
    }

    private static async Task<IReadOnlyDictionary<string, string>> HashWeightsAsync(string directory, CancellationToken cancellationToken)
    {
        var hashes = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (string file in Directory.EnumerateFiles(directory, "*.safetensors"))
        {
            hashes[Path.GetFileName(file)] = await Hashes.OfFileAsync(file, cancellationToken).ConfigureAwait(false);
        }

        return hashes;
    }

    private static TrainingInputs Describe(
        StageDescription stage, TrainingOptions options, StageTokens tokens, IReadOnlyDictionary<string, string> weights)
    {
        TokenRows rows = tokens.Training.Rows;
        var trained = new TrainedTokens(rows.DocumentCount, rows.TokenCount, rows.UsedCount, rows.PaddingCount, rows.Count, rows.Hash());
        return new TrainingInputs(
            stage, TModel.Description, TrainingInputs.Hyperparameters(options), weights, tokens.Training.Datasets, tokens.Evaluation?.Datasets, trained);
    }
}
