using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Solar.Runtime.Text;
using Solar.Runtime.Training.Data.Contamination;
using Solar.Runtime.Training.Observation;
using Solar.Runtime.Training.State;
using static TorchSharp.torch;

namespace Solar.Runtime.Training;

public abstract partial class StageRun<TModel, TBatch>
{
    /// <summary>What can be refused before anything is read: options, folders and memory.</summary>
    private protected static void Prepare(StageDescription stage, TrainingOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        if (!Directory.Exists(options.ModelDirectory))
        {
            throw new TrainingOptionException(
                nameof(TrainingOptions.ModelDirectory), $"there is no folder '{options.ModelDirectory}'; name the checkpoint of {stage.Start} to start from.");
        }

        if (options.Device == "cpu")
        {
            TrainingMemory.Of(TModel.Tensors(), options).Check(TModel.Description.Name, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes);
        }

        OutputFolder.Prepare(options);
    }

    /// <summary>The same for a model in memory.</summary>
    private protected static void Prepare(TModel model, StageDescription stage, TrainingOptions options, ITextTokenizer tokenizer)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(stage);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(tokenizer);
        options.Validate();
        TrainedWeights.CheckType(model, options);
        OutputFolder.Prepare(options);
    }

    /// <summary>What a model in memory is, for states to be told apart by.</summary>
    private protected static Dictionary<string, string> HashesOf(TModel model) => new()
    {
        ["parameters"] = Hashes.OfTensors(model.named_parameters().Select(parameter => (parameter.name, (Tensor)parameter.parameter))),
    };

    // What is left out is told by the counts.
    private IEnumerable<DatasetContamination> Contaminated() => _options.ContaminationAction == ContaminationAction.Filter
        ? []
        : _inputs.Data.Select(data => data.Contamination).OfType<DatasetContamination>().Where(data => data.Contaminated > 0);

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
        Warnings = [.. Resume(), .. Contaminated().SelectMany(ContaminationText.Of)];
        ResumedStep = _savedStep = Optimizer.StepCount;
        _log = new TrainingLog(_options.OutputDirectory, ResumedStep);
        if (ResumedStep == 0)
        {
            _log.Append(_inputs.Data);
        }

        _samples = _options.SamplePrompts.Count > 0 ? new TrainingLog(_options.OutputDirectory, ResumedStep, TrainingLog.SamplesFileName) : null;
        _board = _options.LoggingDirectory is string logging ? new TensorBoardLog(logging) : null;
    }
}
