using System;
using System.Collections.Generic;
using Solar.Runtime.Text;
using Solar.Runtime.Training.Observation;

namespace Solar.Runtime.Training;

public abstract partial class StageRun<TModel, TBatch>
{
    private readonly ITextTokenizer _tokenizer;

    /// <summary>Refuses prompts that would fail in the middle of the run.</summary>
    private void CheckPrompts()
    {
        foreach (string prompt in _options.SamplePrompts)
        {
            IReadOnlyList<int> ids = _tokenizer.Encode(prompt, _tokenizer.AddsBos);
            if (ids.Count == 0 || ids.Count >= Model.MaxPositions)
            {
                throw new TrainingOptionException(
                    nameof(TrainingOptions.SamplePrompts),
                    FormattableString.Invariant($"has a prompt of {ids.Count} tokens; it has to have 1 to {Model.MaxPositions - 1}."));
            }
        }
    }

    // Greedy: nothing is drawn, so that a run with samples ends in the bytes of one without.
    private void SampleIfDue()
    {
        long step = Optimizer.StepCount;
        bool isDue = step == MaxSteps || IsStoppedEarly || (_options.SampleSteps > 0 && step % _options.SampleSteps == 0);
        if (_options.SamplePrompts.Count == 0 || !isDue || _sampledStep == step)
        {
            return;
        }

        _sampledStep = step;

        Model.eval();
        try
        {
            foreach (string prompt in _options.SamplePrompts)
            {
                GeneratedText text = TextGenerator.Generate(Model, _tokenizer, prompt, new GenerationOptions { MaxNewTokens = _options.SampleMaxNewTokens });
                TrainingSample sample = new(step, prompt, text.Continuation);
                _samples?.Append(sample);
                _board?.Append(sample);
            }
        }
        finally
        {
            Model.train();
        }
    }
}
