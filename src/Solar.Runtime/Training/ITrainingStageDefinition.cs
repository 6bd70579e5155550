using System;
using System.Threading;
using System.Threading.Tasks;

namespace Solar.Runtime.Training;

/// <summary>A stage with its emitted loop, for code that is generic over stages.</summary>
/// <typeparam name="TModel">The model that is trained.</typeparam>
/// <typeparam name="TOptions">What a run of it needs.</typeparam>
public interface ITrainingStageDefinition<TModel, TOptions> : IStageDefinition<TModel>
    where TOptions : TrainingOptions
{
    /// <summary>Hyper-parameters as declared.</summary>
    static abstract TOptions Defaults { get; }

    /// <summary>Trains from the weights in <see cref="TrainingOptions.ModelDirectory"/>, or goes on where an interrupted run of the same inputs stopped.</summary>
    /// <param name="options">Hyper-parameters and folders of this run.</param>
    /// <param name="progress">Receives every step.</param>
    /// <param name="cancellationToken">Stops between two forward passes.</param>
    /// <exception cref="TrainingDivergedException">The loss became NaN or infinite; the message names the batch and its rows.</exception>
    static abstract Task<TrainingResult> TrainAsync(
        TOptions options, IProgress<TrainingStep>? progress = null, CancellationToken cancellationToken = default);
}

/// <summary>A stage of continued pretraining.</summary>
/// <typeparam name="TModel">The model that is trained.</typeparam>
public interface IPretrainDefinition<TModel> : ITrainingStageDefinition<TModel, PretrainOptions>;

/// <summary>A stage of instruction tuning.</summary>
/// <typeparam name="TModel">The model that is trained.</typeparam>
public interface IInstructionTuneDefinition<TModel> : ITrainingStageDefinition<TModel, InstructionTuneOptions>;

/// <summary>A stage of preference alignment. Its reference is the model that it starts from.</summary>
/// <typeparam name="TModel">The model that is trained.</typeparam>
public interface IAlignTuneDefinition<TModel> : ITrainingStageDefinition<TModel, AlignTuneOptions>;
