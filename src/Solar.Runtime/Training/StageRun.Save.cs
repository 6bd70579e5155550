using System;
using System.Threading;
using System.Threading.Tasks;
using Solar.Runtime.Checkpoints;
using Solar.Runtime.Training.State;
using static TorchSharp.torch;

namespace Solar.Runtime.Training;

public abstract partial class StageRun<TModel, TBatch>
{
    private const string GeneratorName = "generator.cpu";

    /// <summary>Saves a state where <see cref="TrainingOptions.SaveSteps"/> says so; it belongs to the end of the loop's body.</summary>
    /// <param name="cancellationToken">Ends the run before a state is begun; one that is begun is finished.</param>
    public Task SaveIfDueAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (_options.SaveSteps > 0 && Optimizer.StepCount % _options.SaveSteps == 0 && Optimizer.StepCount < MaxSteps)
        {
            SaveState();
        }

        // On this thread: dispose scopes and the gradient mode belong to a thread.
        return Task.CompletedTask;
    }

    /// <summary>Writes the trained checkpoint and its manifest into the output directory, and removes the states.</summary>
    /// <param name="cancellationToken">Ends the run before anything is written.</param>
    /// <exception cref="InvalidOperationException">There are steps left.</exception>
    public Task<TrainingResult> CompleteAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (Optimizer.StepCount < MaxSteps && !IsStoppedEarly)
        {
            throw new InvalidOperationException($"The run has taken {Optimizer.StepCount} of its {MaxSteps} steps; complete it after the loop over Batches.");
        }

        Tell();
        TakeBestModel();
        var manifest = new TrainingManifest(
            Kind,
            _inputs.Stage.Name,
            _inputs.Stage.Start,
            _inputs.Stage.Canonical,
            _inputs.Options,
            _inputs.Weights,
            _inputs.Data,
            _inputs.EvalData,
            _inputs.Tokens,
            _environment,
            Optimizer.StepCount,
            _firstLoss ?? 0,
            _lastLoss)
        {
            Decontaminate = _inputs.EvaluationSets,
            EvalLoss = _evaluations?.LastLoss,
            BestEvalLoss = _evaluations?.BestLoss,
            BestStep = _evaluations?.BestStep,
        };

        OutputFolder.Publish(_options, manifest, (directory, save) => Save(directory, save with { Dtype = _outputType }));
        if (!_ownsModel)
        {
            TrainedWeights.Merge(Model, Parameters);
        }

        return Task.FromResult(new TrainingResult(Optimizer.StepCount, _firstLoss ?? 0, _lastLoss, _options.OutputDirectory, manifest));
    }

    // Modules that are made on the way draw values that nobody keeps; the run goes on drawing as if nothing had been saved.
    private void Save(string directory, SaveOptions options)
    {
        byte[] generator = DrawnGenerator.State();
        TrainedWeights.Save(Model, Parameters, directory, options, _inputs.Stage.Start);
        DrawnGenerator.Set(generator);
    }

    private void TakeBestModel()
    {
        if (_options.LoadBestModelAtEnd && _evaluations is { } evaluations && evaluations.BestStep != Optimizer.StepCount)
        {
            BestModel.Restore(_options.OutputDirectory, directory => TrainedWeights.Restore(Parameters, directory));
            Parameters.Publish();
        }
    }

    private void SaveState()
    {
        if (_options.SaveSteps == 0)
        {
            return;
        }

        Tell();
        SampleIfDue();
        _log?.Flush();
        _samples?.Flush();
        var stored = new StoredState(
            StateFolder.Format, Optimizer.StepCount, Optimizer.Steps, _firstLoss ?? 0, _lastLoss, _inputs.Fingerprint(), _environment)
        {
            Evaluations = _evaluations,
            IsEvaluationMissed = IsEvaluationMissed,
            Spikes = _spikes,
        };
        using Tensor generator = random.get_rng_state();
        StateFolder.Write(
            _options.OutputDirectory,
            stored,
            [.. Optimizer.Moments(), (GeneratorName, generator)],
            directory => Save(directory, Exact),
            _options.SaveTotalLimit);
        _savedStep = Optimizer.StepCount;
    }

    /// <summary>Goes on from the newest state, if there is one of the same inputs.</summary>
    /// <returns>What differs in the environment.</returns>
    private string[] Resume()
    {
        if (StateFolder.Newest(_options.OutputDirectory) is not string state)
        {
            return [];
        }

        StoredState stored = StateFolder.Read(state);
        string[] differences = [.. _inputs.DifferencesFrom(stored.Inputs)];
        if (differences.Length > 0)
        {
            throw new TrainingStateException(
                state,
                $"is of a run with other inputs: {string.Join("; ", differences)}. Use these inputs again, name another OutputDirectory, or set OverwriteOutputDirectory to begin anew.");
        }

        using Tensor generator = random.get_rng_state();
        StateFolder.Restore(state, directory => TrainedWeights.Restore(Parameters, directory), [.. Optimizer.Moments(), (GeneratorName, generator)]);
        random.set_rng_state(generator);
        Parameters.Publish();
        Optimizer.Resume(stored.Step, stored.ParameterSteps);
        (_firstLoss, _lastLoss, _evaluations, _spikes) = (stored.FirstLoss, stored.LastLoss, stored.Evaluations, stored.Spikes);
        (_toldStep, _sampledStep, _evaluatedStep) = (stored.Step, stored.Step, stored.IsEvaluationMissed ? -1 : stored.Step);
        return [.. _environment.DifferencesFrom(stored.Environment)];
    }
}
