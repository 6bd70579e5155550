using System;
using System.Threading;
using System.Threading.Tasks;
using Solar.Runtime.Checkpoints;
using Solar.Runtime.Training.Observation;
using Solar.Runtime.Training.State;
using static TorchSharp.torch;

namespace Solar.Runtime.Training;

public abstract partial class StageRun<TModel, TBatch>
{
    private EvaluationHistory? _evaluations;

    /// <summary>Evaluates where <see cref="TrainingOptions.EvalSteps"/> says so, and at the end; it belongs behind the optimiser step.</summary>
    /// <param name="cancellationToken">Ends the evaluation between two forward passes; nothing of it is kept then.</param>
    /// <returns>The evaluation; null where none was due.</returns>
    /// <exception cref="InvalidOperationException">The stage has no evaluation data.</exception>
    public Task<TrainingEvaluation?> EvaluateIfDueAsync(CancellationToken cancellationToken = default)
    {
        if (!HasEvaluationData)
        {
            throw new InvalidOperationException($"{_inputs.Stage.Name} has no evaluation data: declare EvalData.");
        }

        long step = Optimizer.StepCount;
        bool isDue = step == MaxSteps || (_options.EvalSteps > 0 && step % _options.EvalSteps == 0);
        return Task.FromResult(isDue ? Evaluate(step, cancellationToken) : null);
    }

    /// <summary>Whether evaluations have not become better for so long that training stops.</summary>
    public bool IsStoppedEarly => _evaluations?.IsStopped ?? false;

    private TrainingEvaluation Evaluate(long step, CancellationToken cancellationToken)
    {
        double loss = MeasuredLoss(step, cancellationToken);
        _evaluations = EvaluationHistory.With(_evaluations, step, loss, _options);
        TrainingEvaluation evaluation = new(step, loss, IsBest: _evaluations.BestStep == step);
        _log?.Append(evaluation);
        _board?.Append(evaluation);
        TrainingMeter.Record(_inputs.Stage.Name, evaluation);
        if (evaluation.IsBest && _options.LoadBestModelAtEnd)
        {
            BestModel.Write(_options.OutputDirectory, directory => TrainedWeights.Save(Model, Parameters, directory, Exact));
        }

        return evaluation;
    }

    private double MeasuredLoss(long step, CancellationToken cancellationToken)
    {
        Model.eval();
        try
        {
            using (no_grad())
            {
                return EvaluationLoss(step, cancellationToken);
            }
        }
        finally
        {
            Model.train();
        }
    }

    /// <summary>Tensors as the optimiser holds them, without rounding.</summary>
    private SaveOptions Exact => new() { Dtype = Parameters[0].Value.dtype };
}
