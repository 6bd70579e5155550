using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Solar.Runtime.Training.Data.Contamination;
using Solar.Runtime.Training.Observation;

namespace Solar.Runtime.Training.State;

/// <summary>The log of a run, one JSON object a line, so that it can be followed while the run goes on and read by any plotting tool.</summary>
internal sealed class TrainingLog
{
    public const string FileName = "training_log.jsonl";

    public const string SamplesFileName = "training_samples.jsonl";

    private readonly string _file;

    /// <summary>Opens the log in a directory; lines of steps after <paramref name="step"/> are of a part that is run again, and go.</summary>
    public TrainingLog(string directory, long step, string fileName = FileName)
    {
        _file = Path.Combine(directory, fileName);
        string[] kept = step > 0 && File.Exists(_file) ? [.. Lines(_file).Where(line => line.Step <= step).Select(line => line.Text)] : [];

        // Aside and renamed: a process that is killed here must not lose the lines that are kept.
        string unfinished = Path.Combine(directory, StateFolder.Unfinished + fileName);
        DurableFile.Write(unfinished, Encoding.UTF8.GetBytes(string.Concat(kept.Select(line => line + "\n"))));
        File.Move(unfinished, _file, overwrite: true);
    }

    /// <summary>Has all lines on the disk when it returns.</summary>
    public void Flush()
    {
        using FileStream file = new(_file, FileMode.Append, FileAccess.Write);
        file.Flush(flushToDisk: true);
    }

    /// <summary>Before the first step: what training data has of evaluation sets, left out or not.</summary>
    public void Append(IReadOnlyList<TrainedDataset> data)
    {
        DatasetContamination[] found = [.. data.Select(dataset => dataset.Contamination).OfType<DatasetContamination>().Where(dataset => dataset.Contaminated > 0)];
        if (found.Length > 0)
        {
            File.AppendAllText(_file, JsonSerializer.Serialize(new ContaminationLine(0, found), TrainingLogJson.Default.ContaminationLine) + "\n");
        }
    }

    public void Append(TrainingStep step) =>
        File.AppendAllText(_file, Line(JsonSerializer.SerializeToNode(step, TrainingLogJson.Default.TrainingStep)!, step.Metrics, ""));

    public void Append(TrainingEvaluation evaluation)
    {
        var line = new EvaluationLine(evaluation.Step, evaluation.Loss, evaluation.Perplexity);
        File.AppendAllText(_file, Line(JsonSerializer.SerializeToNode(line, TrainingLogJson.Default.EvaluationLine)!, evaluation.Metrics, "eval_"));
    }

    public void Append(TrainingSample sample) =>
        File.AppendAllText(_file, JsonSerializer.Serialize(sample, TrainingLogJson.Default.TrainingSample) + "\n");

    private static string Line(JsonNode line, IReadOnlyDictionary<string, double>? metrics, string prefix)
    {
        foreach ((string name, double value) in metrics ?? new Dictionary<string, double>())
        {
            line[prefix + name] = value;
        }

        return line.ToJsonString() + "\n";
    }

    /// <summary>The lines that are whole: the last may be torn where the process was killed.</summary>
    private static IEnumerable<(string Text, long Step)> Lines(string file)
    {
        foreach (string line in File.ReadLines(file))
        {
            LogLine? step = null;
            try
            {
                step = JsonSerializer.Deserialize(line, TrainingLogJson.Default.LogLine);
            }
            catch (JsonException)
            {
            }

            if (step is not null)
            {
                yield return (line, step.Step);
            }
        }
    }
}

/// <summary>What every line of the log has.</summary>
/// <param name="Step">Steps that were taken.</param>
internal sealed record LogLine(long Step);

/// <summary>The line of what training data has of evaluation sets.</summary>
/// <param name="Step">Steps that were taken: none.</param>
/// <param name="Contamination">Each data set that has anything.</param>
internal sealed record ContaminationLine(long Step, IReadOnlyList<DatasetContamination> Contamination);

/// <summary>The line of an evaluation.</summary>
/// <param name="Step">Steps that were taken.</param>
/// <param name="EvalLoss">Its loss.</param>
/// <param name="EvalPerplexity">e to the loss; null for an alignment.</param>
internal sealed record EvaluationLine(long Step, double EvalLoss, double? EvalPerplexity);
