using System;
using System.Collections.Generic;
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
    private long _evaluatedStep;

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

        Tell();
        long step = Optimizer.StepCount;
        return Task.FromResult(IsEvaluationDue(step) ? Measure(step, cancellationToken) : null);
    }

    /// <summary>Whether evaluations have not become better for so long that training stops.</summary>
    public bool IsStoppedEarly => _evaluations?.IsStopped ?? false;

    private bool IsEvaluationDue(long step) => step == MaxSteps || (_options.EvalSteps > 0 && step % _options.EvalSteps == 0);

    /// <summary>A run that is cancelled during an evaluation saves its step without it.</summary>
    private bool IsEvaluationMissed => HasEvaluationData && IsEvaluationDue(Optimizer.StepCount) && _evaluatedStep != Optimizer.StepCount;

    private void EvaluateIfMissed(CancellationToken cancellationToken)
    {
        if (ResumedStep > 0 && IsEvaluationMissed)
        {
            Measure(Optimizer.StepCount, cancellationToken);
        }
    }

    private TrainingEvaluation Measure(long step, CancellationToken cancellationToken)
    {
        (double loss, IReadOnlyDictionary<string, double>? metrics) = MeasureQuietly(step, cancellationToken);
        _evaluations = EvaluationHistory.With(_evaluations, step, loss, _options);
        TrainingEvaluation evaluation = new(step, loss, IsBest: _evaluations.BestStep == step) { Metrics = metrics };
        _log?.Append(evaluation);
        _board?.Append(evaluation);
        TrainingMeter.Record(_inputs.Stage.Name, evaluation);
        if (evaluation.IsBest && _options.LoadBestModelAtEnd)
        {
            BestModel.Write(_options.OutputDirectory, directory => Save(directory, Exact));
        }

        _evaluatedStep = step;
        return evaluation;
    }

    private (double Loss, IReadOnlyDictionary<string, double>? Metrics) MeasureQuietly(long step, CancellationToken cancellationToken)
    {
        Model.eval();
        try
        {
            using (no_grad())
            {
                return Evaluate(step, cancellationToken);
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
