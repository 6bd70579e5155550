using System.Collections.Generic;
using System.IO;
using TorchSharp.Modules;
using static TorchSharp.torch.utils;

namespace Solar.Runtime.Training.Observation;

/// <summary>Events for TensorBoard, tagged as Hugging Face's Trainer tags them: <c>train/loss</c>, <c>eval/loss</c> and so on.</summary>
internal sealed class TensorBoardLog
{
    private readonly SummaryWriter _writer;

    /// <summary>Begins a file of events; a run that is gone on with begins another, and TensorBoard shows the later value of a step.</summary>
    /// <param name="directory">The folder.</param>
    public TensorBoardLog(string directory)
    {
        Directory.CreateDirectory(directory);
        _writer = tensorboard.SummaryWriter(directory);
    }

    /// <summary>Adds one step of training.</summary>
    public void Append(TrainingStep step)
    {
        Add("train/loss", step.Loss, step.Step);
        Add("train/learning_rate", step.LearningRate, step.Step);
        Add("train/grad_norm", step.GradNorm, step.Step);
        Add("train/tokens_per_second", step.TokensPerSecond, step.Step);
        Add("train/", step.Metrics, step.Step);
    }

    /// <summary>Adds one evaluation.</summary>
    public void Append(TrainingEvaluation evaluation)
    {
        Add("eval/loss", evaluation.Loss, evaluation.Step);
        if (evaluation.Perplexity is { } perplexity)
        {
            Add("eval/perplexity", perplexity, evaluation.Step);
        }

        Add("eval/", evaluation.Metrics, evaluation.Step);
    }

    /// <summary>Adds a text that the model wrote.</summary>
    public void Append(TrainingSample sample) => _writer.add_text($"samples/{sample.Prompt}", sample.Text, checked((int)sample.Step));

    private void Add(string prefix, IReadOnlyDictionary<string, double>? metrics, long step)
    {
        foreach ((string name, double value) in metrics ?? new Dictionary<string, double>())
        {
            Add(prefix + name, value, step);
        }
    }

    private void Add(string tag, double value, long step) => _writer.add_scalar(tag, (float)value, checked((int)step));
}
