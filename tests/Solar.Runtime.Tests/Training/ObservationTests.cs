using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Diagnostics.Metrics;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json;
using System.Threading.Tasks;
using Solar.Runtime.Training;
using Solar.Runtime.Training.Observation;
using Xunit;

namespace Solar.Runtime.Tests.Training;

/// <summary>What others can see of a run while it goes on.</summary>
public sealed class ObservationTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Meters_TellEveryStepWithItsStage()
    {
        // Other tests train at the same time, and the meter is everybody's: the stage tells them apart.
        StageDescription stage = TrainingLoop.EvaluatedStage with { Name = $"Tests.{nameof(Meters_TellEveryStepWithItsStage)}" };
        var measured = new ConcurrentDictionary<string, ConcurrentQueue<double>>();
        using MeterListener listener = Listen(stage.Name, measured);
        PretrainOptions options = TrainingLoop.Options(_folder) with { MaxSteps = 4, EvalSteps = 2 };
        using TinyModel model = TrainingLoop.Model();
        var steps = new List<TrainingStep>();
        using TrainingRun<TinyModel> run = await TrainingRun<TinyModel>.OpenAsync(model, stage, options, new ByteTokenizer());

        await TrainingLoop.RunAsync(run, options, steps.Add, isEvaluated: true);

        Assert.Equal([1.0, 1, 1, 1], measured["solar.training.steps"]);
        Assert.Equal([108.0, 108, 36, 108], measured["solar.training.tokens"]);
        Assert.Equal(steps.Select(step => step.Loss), measured["solar.training.loss"]);
        Assert.Equal(steps.Select(step => step.LearningRate), measured["solar.training.learning_rate"]);
        Assert.Equal(steps.Select(step => step.GradNorm), measured["solar.training.grad_norm"]);
        Assert.All(measured["solar.training.step.duration"], seconds => Assert.InRange(seconds, 1e-9, 60));
        Assert.Equal(2, measured["solar.training.eval_loss"].Count);
    }

    [Fact]
    public async Task TensorBoard_HasTheScalarsOfLoggedStepsAndEvaluations()
    {
        PretrainOptions options = TrainingLoop.Options(_folder) with { LoggingSteps = 5, EvalSteps = 5, LoggingDirectory = _folder["board"] };
        using TinyModel model = TrainingLoop.Model();

        await TrainingLoop.RunAsync(model, options, stage: TrainingLoop.EvaluatedStage);

        string[] tags = [.. Records(Assert.Single(Directory.GetFiles(_folder["board"], "events.out.tfevents.*"))).Select(record => Encoding.Latin1.GetString(record))];
        foreach (string tag in new[] { "train/loss", "train/learning_rate", "train/grad_norm", "train/tokens_per_second", "eval/loss", "eval/perplexity" })
        {
            Assert.Equal(2, tags.Count(record => record.Contains(tag, StringComparison.Ordinal)));
        }
    }

    [Fact]
    public async Task Samples_AreWrittenWhileItTrains_AndChangeNothing()
    {
        PretrainOptions plain = TrainingLoop.Options(_folder), options = plain with
        {
            OutputDirectory = _folder["sampled"],
            SamplePrompts = ["Shall I", "Thou"],
            SampleSteps = 4,
            SampleMaxNewTokens = 5,
        };
        using TinyModel model = TrainingLoop.Model(), untold = TrainingLoop.Model();

        await TrainingLoop.RunAsync(model, options);
        await TrainingLoop.RunAsync(untold, plain);

        JsonElement[] lines = [.. File.ReadLines(Path.Combine(options.OutputDirectory, "training_samples.jsonl")).Select(line => JsonDocument.Parse(line).RootElement)];
        Assert.Equal(
            [(4, "Shall I"), (4, "Thou"), (8, "Shall I"), (8, "Thou"), (10, "Shall I"), (10, "Thou")],
            lines.Select(line => (line.GetProperty("step").GetInt32(), line.GetProperty("prompt").GetString())));
        Assert.All(lines, line => Assert.InRange(line.GetProperty("text").GetString()!.Length, 1, 5));
        Assert.Equal(TrainingLoop.Bytes(untold), TrainingLoop.Bytes(model));
    }

    [Fact]
    public async Task PromptThatTheModelCannotHold_IsRefusedBeforeItTrains()
    {
        PretrainOptions options = TrainingLoop.Options(_folder) with { SamplePrompts = [new string('a', 64)] };
        using TinyModel model = TrainingLoop.Model();

        TrainingOptionException thrown = await Assert.ThrowsAsync<TrainingOptionException>(() => TrainingLoop.RunAsync(model, options));

        Assert.Equal(nameof(PretrainOptions.SamplePrompts), thrown.Option);
        Assert.Contains("it has to have 1 to 63", thrown.Message, StringComparison.Ordinal);
    }

    private static MeterListener Listen(string stage, ConcurrentDictionary<string, ConcurrentQueue<double>> measured)
    {
        MeterListener listener = new()
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Meter.Name == TrainingMeter.Name)
                {
                    self.EnableMeasurementEvents(instrument);
                }
            },
        };
        void Keep(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            if (tags is [{ Key: "solar.stage", Value: string name }] && name == stage)
            {
                measured.GetOrAdd(instrument.Name, _ => new ConcurrentQueue<double>()).Enqueue(value);
            }
        }

        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Keep(instrument, value, tags));
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Keep(instrument, value, tags));
        listener.Start();
        return listener;
    }

    /// <summary>The records of a file of events: their length in 8 bytes, a checksum of that in 4, the record, and its checksum in 4.</summary>
    private static IEnumerable<byte[]> Records(string file)
    {
        byte[] bytes = File.ReadAllBytes(file);
        for (int at = 0; at < bytes.Length;)
        {
            int length = checked((int)BitConverter.ToInt64(bytes, at));
            yield return bytes[(at + 12)..(at + 12 + length)];
            at += 16 + length;
        }
    }
}
