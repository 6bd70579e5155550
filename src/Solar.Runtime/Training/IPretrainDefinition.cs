using System;
using System.Threading;
using System.Threading.Tasks;

namespace Solar.Runtime.Training;

/// <summary>A stage of continued pretraining: its emitted loop, for code that is generic over stages.</summary>
/// <typeparam name="TModel">The model that is trained.</typeparam>
public interface IPretrainDefinition<TModel> : IStageDefinition<TModel>
{
    /// <summary>Hyper-parameters as declared.</summary>
    static abstract PretrainOptions Defaults { get; }

    /// <summary>Trains from the weights in <see cref="TrainingOptions.ModelDirectory"/>, or goes on where an interrupted run of the same inputs stopped.</summary>
    /// <param name="options">Hyper-parameters and folders of this run.</param>
    /// <param name="progress">Receives every step.</param>
    /// <param name="cancellationToken">Stops between two forward passes.</param>
    /// <exception cref="TrainingDivergedException">The loss became NaN or infinite; the message names the batch and its rows.</exception>
    static abstract Task<TrainingResult> TrainAsync(
        PretrainOptions options, IProgress<TrainingStep>? progress = null, CancellationToken cancellationToken = default);
}
