using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Threading;
using Solar.Runtime.Layers;
using Solar.Runtime.Text;
using Solar.Runtime.Training.Data;
using Solar.Runtime.Training.Lora;
using Solar.Runtime.Training.Observation;
using Solar.Runtime.Training.State;
using Solar.Validation;
using static TorchSharp.torch;

namespace Solar.Runtime.Training;

/// <summary>
/// Everything that an emitted training loop works with: the model, its parameters and their optimiser, the learning rates, the batches,
/// and the states on disk. The loop itself stands in the emitted code.
/// </summary>
/// <typeparam name="TModel">The model that is trained.</typeparam>
/// <typeparam name="TBatch">What one optimiser step learns from.</typeparam>
public abstract partial class StageRun<TModel, TBatch> : IDisposable
    where TModel : nn.Module, ICausalLanguageModel, IModelDefinition<TModel>
    where TBatch : StageBatch
{
    private readonly TrainingOptions _options;
    private readonly TrainingInputs _inputs;
    private readonly RunEnvironment _environment;
    private readonly FrozenParameters _frozen;
    private readonly NeftuneNoise? _noise;
    private readonly StepPlan _plan;
    private readonly ScalarType _outputType;
    private readonly bool _ownsModel;
    private readonly Stopwatch _clock = new();
    private TimeSpan _stepStart;
    private long? _maxTokens;
    private TrainingLog? _log;
    private TensorBoardLog? _board;
    private TrainingLog? _samples;
    private TBatch? _batch;
    private double? _firstLoss;
    private double _lastLoss;
    private double _gradNorm;
    private long _savedStep;
    private long _toldStep;
    private long _sampledStep;
    private int _spikes;

    private protected StageRun(
        TModel model,
        bool ownsModel,
        IReadOnlyDictionary<string, Tensor>? masters,
        TrainingOptions options,
        TrainingInputs inputs,
        ITextTokenizer tokenizer)
    {
        _options = options;
        _inputs = inputs;
        _tokenizer = tokenizer;
        _ownsModel = ownsModel;
        _environment = RunEnvironment.Current(options.Device);
        _plan = new StepPlan(inputs.Tokens.Rows, options);
        _outputType = TrainedWeights.OutputType(TModel.Description, model, options.ModelDirectory);

        Device = device(options.Device);
        Model = model;
        Model.train();
        LoraSettings? lora = LoraSettings.Of(options);
        _frozen = new FrozenParameters(model, options.UnfrozenParameters, hasAdapters: lora is not null);
        Adapters = lora is null ? null : Adapt(model, lora);
        _noise = options is InstructionTuneOptions { NeftuneNoiseAlpha: > 0 and var alpha } ? new NeftuneNoise(model, alpha) : null;
        Parameters = new TrainedParameters(model, masters, Adapters) { OnNorm = Observe };
        Optimizer = new AdamWOptimizer(Parameters, options.AdamBeta1, options.AdamBeta2, options.AdamEpsilon, options.WeightDecay);
        Schedule = LearningRateSchedule.For(options, _plan.TotalSteps);
    }

    /// <summary>The model, in training mode.</summary>
    public TModel Model { get; }

    /// <summary>The adapters that are trained in place of the weights; null where there are none. Without them the model is what it started from.</summary>
    public LoraAdapters? Adapters { get; }

    /// <summary>The parameters that are trained.</summary>
    public TrainedParameters Parameters { get; }

    /// <summary>Their optimiser.</summary>
    public AdamWOptimizer Optimizer { get; }

    /// <summary>The learning rate of each step.</summary>
    public LearningRateSchedule Schedule { get; }

    /// <summary>The step that is under way, 0 for the first.</summary>
    public long Step => _batch?.Step ?? Optimizer.StepCount;

    /// <summary>Steps of the whole run.</summary>
    public long MaxSteps => _plan.TotalSteps;

    /// <summary>The step after which an interrupted run is gone on with; 0 for a run that begins.</summary>
    public long ResumedStep { get; private set; }

    /// <summary>The data sets, with what became of their rows.</summary>
    public IReadOnlyList<TrainedDataset> Data => _inputs.Data;

    /// <summary>What may make a resumed run end in other bytes than an uninterrupted one, and what of evaluation sets it is trained on, in words.</summary>
    public IReadOnlyList<string> Warnings { get; private set; } = [];

    /// <summary>The steps that are left, one at a time.</summary>
    /// <param name="cancellationToken">
    /// Ends the run between two forward passes. Where states are saved at all, one is saved then, and the run can be gone on with.
    /// </param>
    /// <exception cref="InvalidOperationException">The loop's body did not take its optimiser step.</exception>
    public IEnumerable<TBatch> Batches(CancellationToken cancellationToken = default)
    {
        _clock.Start();
        try
        {
            EvaluateIfMissed(cancellationToken);
            while (Optimizer.StepCount < MaxSteps && !IsStoppedEarly)
            {
                cancellationToken.ThrowIfCancellationRequested();
                _stepStart = _clock.Elapsed;
                _batch = MakeBatch(Optimizer.StepCount, _plan.Rows(Optimizer.StepCount), cancellationToken);
                yield return _batch;
                Finish(_batch);
            }
        }
        finally
        {
            _clock.Stop();
            if (cancellationToken.IsCancellationRequested && Optimizer.StepCount is var step && step > _savedStep && step < MaxSteps)
            {
                SaveState();
            }
        }
    }

    /// <summary>What to tell of the step that was just taken.</summary>
    /// <param name="loss">The batch's loss.</param>
    /// <param name="gradNorm">Norm of the gradient before clipping.</param>
    public TrainingStep Log(double loss, double gradNorm)
    {
        TBatch batch = _batch ?? throw new InvalidOperationException("There is no step to tell of: Log belongs into the loop over Batches.");
        TimeSpan elapsed = _clock.Elapsed;
        double seconds = Math.Max((elapsed - _stepStart).TotalSeconds, 1e-9);
        _maxTokens ??= TokensBefore(MaxSteps);
        return new TrainingStep(
            batch.Step + 1, MaxSteps, loss, Schedule[batch.Step], gradNorm, TokensBefore(batch.Step + 1), batch.Tokens / seconds, elapsed)
        {
            MaxTokens = _maxTokens.Value,
            EvalLoss = _evaluations?.LastLoss,
            Metrics = batch.Measured,
            Warnings = batch.Step == ResumedStep ? Warnings : [],
        };
    }

    /// <summary>Frees optimiser and gradients and closes the data; the model too where this run loaded it.</summary>
    public void Dispose()
    {
        Optimizer.Dispose();
        Parameters.Dispose();
        Adapters?.Dispose();
        _noise?.Dispose();
        DisposeData();
        _frozen.Dispose();
        if (_ownsModel)
        {
            Model.Dispose();
        }

        GC.SuppressFinalize(this);
    }

    private LoraAdapters Adapt(TModel model, LoraSettings settings)
    {
        try
        {
            return new LoraAdapters(model, settings, _options.Seed, name => _options.UnfrozenParameters.Any(pattern => NamePattern.Matches(pattern, name)));
        }
        catch
        {
            _frozen.Dispose();              // a model in memory goes back as it came
            throw;
        }
    }

    /// <summary>Where the tensors of a batch are made.</summary>
    private protected Device Device { get; }

    /// <summary>What every forward pass has that is trained on.</summary>
    private protected ForwardContext Context => new() { GradientCheckpointing = _options.GradientCheckpointing };

    /// <summary>Makes what a step learns from.</summary>
    /// <param name="step">0 for the first.</param>
    /// <param name="rows">Its rows, an array for each forward pass.</param>
    /// <param name="cancellationToken">Ends it between two forward passes.</param>
    private protected abstract TBatch MakeBatch(long step, int[][] rows, CancellationToken cancellationToken);

    /// <summary>Tokens of all steps before one.</summary>
    private protected abstract long TokensBefore(long step);

    /// <summary>Loss of the evaluation data and what else is measured of it, the model being in evaluation mode and without gradients.</summary>
    private protected abstract (double Loss, IReadOnlyDictionary<string, double>? Metrics) Evaluate(long step, CancellationToken cancellationToken);

    /// <summary>The word of the stage, such as <c>pretrain</c>.</summary>
    private protected abstract string Kind { get; }

    /// <summary>Whether there is evaluation data.</summary>
    private protected abstract bool HasEvaluationData { get; }

    /// <summary>Closes the data.</summary>
    private protected abstract void DisposeData();

    /// <summary>Rows of all steps before one, those of a repeated pass counted again.</summary>
    private protected long RowsBefore(long step) => _plan.RowsBefore(step);

    /// <summary>The rows of a step, an array for each forward pass.</summary>
    private protected int[][] RowsOf(long step) => _plan.Rows(step);

    /// <summary>What the run's numbers follow from.</summary>
    private protected TrainingInputs Inputs => _inputs;

    // The last moment before the weights change: what is thrown here leaves them as they were.
    private void Observe(double norm)
    {
        _gradNorm = norm;
        if (_batch is null)
        {
            return;
        }

        if (!double.IsFinite(norm))
        {
            throw _batch.GradientDiverged(norm);
        }

        bool isSpike = _options.LossWatchdogThreshold > 0 && _batch.Loss > _options.LossWatchdogThreshold;
        _spikes = isSpike ? _spikes + 1 : 0;
        if (_spikes >= _options.LossWatchdogPatience)
        {
            throw _batch.LossSpiked(_spikes, _options.LossWatchdogThreshold);
        }
    }

    private void Finish(TBatch batch)
    {
        if (Optimizer.StepCount != batch.Step + 1)
        {
            throw new InvalidOperationException($"Step {batch.Step} of the loop over Batches took {Optimizer.StepCount - batch.Step} optimiser steps; it takes one.");
        }

        Tell();
        SampleIfDue();
    }

    /// <summary>
    /// Takes over the loss of the step that was taken, if it was, and writes its line of the log: before a state of it is saved, since a run
    /// that goes on from there does not come by again.
    /// </summary>
    private void Tell()
    {
        if (_batch is not TBatch batch || Optimizer.StepCount != batch.Step + 1 || _toldStep == Optimizer.StepCount)
        {
            return;
        }

        _toldStep = Optimizer.StepCount;
        _firstLoss ??= batch.Loss;
        _lastLoss = batch.Loss;
        TrainingStep step = Log(batch.Loss, _gradNorm);
        TrainingMeter.Record(_inputs.Stage.Name, step, batch.Tokens, (_clock.Elapsed - _stepStart).TotalSeconds);
        if (Optimizer.StepCount % _options.LoggingSteps == 0 || Optimizer.StepCount == MaxSteps)
        {
            _log?.Append(step);
            _board?.Append(step);
        }
    }
}
