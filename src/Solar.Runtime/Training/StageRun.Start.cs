using System;
using Solar.Runtime.Training.Observation;
using Solar.Runtime.Training.State;
using static TorchSharp.torch;

namespace Solar.Runtime.Training;

public abstract partial class StageRun<TModel, TBatch>
{
    private protected void Start()
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
}
