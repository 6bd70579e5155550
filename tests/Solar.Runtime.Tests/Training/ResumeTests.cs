using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Solar.Runtime.Training;
using Xunit;
using static TorchSharp.torch;

namespace Solar.Runtime.Tests.Training;

public sealed class ResumeTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task RunCutOffAndResumed_EndsInTheSameBytes(bool bf16)
    {
        PretrainOptions options = TrainingLoop.Options(_folder) with { SaveSteps = 5, Bf16 = bf16 };
        PretrainOptions cut = options with { OutputDirectory = _folder["cut"] };
        ScalarType dtype = bf16 ? ScalarType.BFloat16 : ScalarType.Float32;
        using TinyModel whole = TrainingLoop.Model(dtype), first = TrainingLoop.Model(dtype), second = TrainingLoop.Model(dtype);
        var expected = new List<double>();
        var resumed = new List<double>();

        TrainingResult result = await TrainingLoop.RunAsync(whole, options, step => expected.Add(step.Loss));
        await Assert.ThrowsAsync<CutOff>(() => TrainingLoop.RunAsync(first, cut, step => _ = step.Step == 8 ? throw new CutOff() : 0));
        TrainingResult after = await TrainingLoop.RunAsync(second, cut, step => resumed.Add(step.Loss));

        Assert.Equal(expected.Skip(5), resumed);
        Assert.Equal(TrainingLoop.Bytes(whole), TrainingLoop.Bytes(second));
        Assert.Equal((result.Steps, result.FirstLoss, result.LastLoss), (after.Steps, after.FirstLoss, after.LastLoss));
        Assert.Equal(File.ReadAllBytes(Path.Combine(options.OutputDirectory, "model.safetensors")), File.ReadAllBytes(Path.Combine(cut.OutputDirectory, "model.safetensors")));
        Assert.Equal(10, File.ReadAllLines(Path.Combine(cut.OutputDirectory, "training_log.jsonl")).Length);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task CancelledBetweenForwardPasses_SavesAStateAndGoesOn(int passes)
    {
        PretrainOptions options = TrainingLoop.Options(_folder) with { SaveSteps = 500 };
        PretrainOptions cut = options with { OutputDirectory = _folder["cut"] };
        using TinyModel whole = TrainingLoop.Model(), first = TrainingLoop.Model(), second = TrainingLoop.Model();
        await TrainingLoop.RunAsync(whole, options);

        using var source = new CancellationTokenSource();
        using (TrainingRun<TinyModel> run = await TrainingRun<TinyModel>.OpenAsync(first, TrainingLoop.Stage, cut, new ByteTokenizer()))
        {
            Assert.Throws<OperationCanceledException>(() => CutInside(run, step: 4, passes, source));
        }

        Assert.Equal(["state-4"], States(cut));
        using (TrainingRun<TinyModel> run = await TrainingRun<TinyModel>.OpenAsync(second, TrainingLoop.Stage, cut, new ByteTokenizer()))
        {
            Assert.Equal(4, run.ResumedStep);
            Assert.Empty(run.Warnings);
            await TrainingLoop.RunAsync(run, cut);
        }

        Assert.Equal(TrainingLoop.Bytes(whole), TrainingLoop.Bytes(second));
        Assert.Empty(States(cut));
    }

    [Fact]
    public async Task CancelledBehindAStep_KeepsItsLineAndItsSamples()
    {
        PretrainOptions options = TrainingLoop.Options(_folder) with { SaveSteps = 500, SamplePrompts = ["Shall I"], SampleSteps = 2, SampleMaxNewTokens = 2 };
        PretrainOptions cut = options with { OutputDirectory = _folder["cut"] };
        using TinyModel whole = TrainingLoop.Model(), first = TrainingLoop.Model(), second = TrainingLoop.Model();
        await TrainingLoop.RunAsync(whole, options);

        await CancelAsync(first, cut, TrainingLoop.Stage, atStep: 4);
        await TrainingLoop.RunAsync(second, cut);

        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], Logged(cut, "training_log.jsonl"));
        Assert.Equal([2, 4, 6, 8, 10], Logged(cut, "training_samples.jsonl"));
        Assert.Equal(TrainingLoop.Bytes(whole), TrainingLoop.Bytes(second));
    }

    [Fact]
    public async Task CancelledDuringAnEvaluation_EvaluatesBeforeItGoesOn()
    {
        PretrainOptions options = TrainingLoop.Options(_folder) with { SaveSteps = 500, EvalSteps = 4 };
        PretrainOptions cut = options with { OutputDirectory = _folder["cut"] };
        using TinyModel whole = TrainingLoop.Model(), first = TrainingLoop.Model(), second = TrainingLoop.Model();
        TrainingResult expected = await TrainingLoop.RunAsync(whole, options, stage: TrainingLoop.EvaluatedStage);

        await CancelAsync(first, cut, TrainingLoop.EvaluatedStage, atStep: 4);
        Assert.Equal(["state-4"], States(cut));
        TrainingResult result = await TrainingLoop.RunAsync(second, cut, stage: TrainingLoop.EvaluatedStage);

        Assert.Equal([1, 2, 3, 4, 4, 5, 6, 7, 8, 8, 9, 10, 10], Logged(cut, "training_log.jsonl"));
        Assert.Equal((expected.Manifest.EvalLoss, expected.Manifest.BestStep), (result.Manifest.EvalLoss, result.Manifest.BestStep));
    }

    [Fact]
    public async Task KilledWhileStatesAreRemoved_LeavesNoneThatLooksWhole()
    {
        PretrainOptions options = await CutOffAsync();
        string removed = Path.Combine(options.OutputDirectory, ".unfinished-removed-state-5");
        CopyFolder(Path.Combine(options.OutputDirectory, "state-5"), removed);
        File.Delete(Path.Combine(removed, "training_state.json"));
        using TinyModel model = TrainingLoop.Model();

        await TrainingLoop.RunAsync(model, options);

        Assert.Empty(States(options));
    }

    [Fact]
    public async Task KilledBetweenTheResultAndTheRemovalOfItsStates_TheResultStays()
    {
        PretrainOptions options = await CutOffAsync();
        CopyFolder(Path.Combine(options.OutputDirectory, "state-5"), _folder["kept"]);
        using TinyModel model = TrainingLoop.Model(), other = TrainingLoop.Model();
        await TrainingLoop.RunAsync(model, options);

        // All files have moved, and the states are still there.
        CopyFolder(_folder["kept"], Path.Combine(options.OutputDirectory, "state-5"));
        Directory.CreateDirectory(Path.Combine(options.OutputDirectory, ".finished-checkpoint"));
        TrainingStateException thrown = await Assert.ThrowsAsync<TrainingStateException>(() => TrainingLoop.RunAsync(other, options));

        Assert.Contains("holds a finished checkpoint", thrown.Message, StringComparison.Ordinal);
        Assert.Empty(States(options));
    }

    [Fact]
    public async Task AsManyStatesAsSaid_AreKept()
    {
        PretrainOptions options = TrainingLoop.Options(_folder) with { SaveSteps = 2, SaveTotalLimit = 2 };
        using TinyModel model = TrainingLoop.Model();
        var seen = new List<string>();

        await TrainingLoop.RunAsync(model, options, _ => seen.Add(string.Join(',', States(options))));

        Assert.Equal("state-6,state-8", seen[^1]);
        Assert.Empty(States(options));
    }

    [Fact]
    public async Task OnlyTheLastState_IsKept()
    {
        PretrainOptions options = TrainingLoop.Options(_folder) with { SaveSteps = 2 };
        using TinyModel model = TrainingLoop.Model();
        var seen = new List<string>();

        await TrainingLoop.RunAsync(model, options, _ => seen.Add(string.Join(',', States(options))));

        Assert.Equal(["", "", "state-2", "state-2", "state-4", "state-4", "state-6", "state-6", "state-8", "state-8"], seen);
        Assert.Empty(States(options));
    }

    [Fact]
    public async Task StateOfOtherInputs_IsRefusedByWhatDiffers_UnlessOverwritten()
    {
        PretrainOptions options = await CutOffAsync();
        PretrainOptions other = options with { LearningRate = 0.02 };
        using TinyModel model = TrainingLoop.Model();

        TrainingStateException thrown = await Assert.ThrowsAsync<TrainingStateException>(() => TrainingLoop.RunAsync(model, other));
        Assert.Contains("learning_rate was 0.01 and is 0.02", thrown.Message, StringComparison.Ordinal);

        TrainingResult result = await TrainingLoop.RunAsync(model, other with { OverwriteOutputDirectory = true });
        Assert.Equal(10, result.Steps);
    }

    [Fact]
    public async Task StateOfOtherData_IsRefused()
    {
        PretrainOptions options = await CutOffAsync();
        File.AppendAllText(_folder["sonnet.txt"], "So long as men can breathe or eyes can see, so long lives this.");
        using TinyModel model = TrainingLoop.Model();

        TrainingStateException thrown = await Assert.ThrowsAsync<TrainingStateException>(() => TrainingLoop.RunAsync(model, options));

        Assert.Contains("tokens was", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task StateOfOtherWeights_IsRefused()
    {
        PretrainOptions options = await CutOffAsync();
        using TinyModel model = TrainingLoop.Model();
        using (no_grad())
        {
            model.Norm.weight.add_(0.5);
        }

        TrainingStateException thrown = await Assert.ThrowsAsync<TrainingStateException>(() => TrainingLoop.RunAsync(model, options));

        Assert.Contains("weights parameters was", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TornState_IsNamed()
    {
        PretrainOptions options = await CutOffAsync();
        File.WriteAllText(Path.Combine(options.OutputDirectory, "state-5", "training_state.json"), "{\"format\":1,");
        using TinyModel model = TrainingLoop.Model();

        TrainingStateException thrown = await Assert.ThrowsAsync<TrainingStateException>(() => TrainingLoop.RunAsync(model, options));

        Assert.Contains("training_state.json cannot be read", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FinishedRun_IsNotWrittenOver_UnlessAsked()
    {
        PretrainOptions options = TrainingLoop.Options(_folder) with { MaxSteps = 2 };
        using TinyModel model = TrainingLoop.Model();
        await TrainingLoop.RunAsync(model, options);

        TrainingStateException thrown = await Assert.ThrowsAsync<TrainingStateException>(() => TrainingLoop.RunAsync(model, options));
        Assert.Contains("holds a finished checkpoint", thrown.Message, StringComparison.Ordinal);

        Assert.Equal(2, (await TrainingLoop.RunAsync(model, options with { OverwriteOutputDirectory = true })).Steps);
    }

    [Fact]
    public async Task OtherThreads_AreWarnedOf()
    {
        PretrainOptions options = await CutOffAsync();
        string file = Path.Combine(options.OutputDirectory, "state-5", "training_state.json");
        File.WriteAllText(file, File.ReadAllText(file).Replace("\"threads\": 1", "\"threads\": 7", StringComparison.Ordinal));
        using TinyModel model = TrainingLoop.Model();

        using TrainingRun<TinyModel> run = await TrainingRun<TinyModel>.OpenAsync(model, TrainingLoop.Stage, options, new ByteTokenizer());

        Assert.Contains("the number of threads was 7 before the interruption and is 1", Assert.Single(run.Warnings), StringComparison.Ordinal);
    }

    /// <summary>A run that was killed after step 7 and left its state of step 5.</summary>
    private async Task<PretrainOptions> CutOffAsync()
    {
        PretrainOptions options = TrainingLoop.Options(_folder) with { SaveSteps = 5 };
        using TinyModel model = TrainingLoop.Model();
        await Assert.ThrowsAsync<CutOff>(() => TrainingLoop.RunAsync(model, options, step => _ = step.Step == 7 ? throw new CutOff() : 0));
        Assert.Equal(["state-5"], States(options));
        return options;
    }

    private static string[] States(PretrainOptions options) =>
        [.. Directory.EnumerateDirectories(options.OutputDirectory).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    private static int[] Logged(PretrainOptions options, string file) =>
        [.. File.ReadLines(Path.Combine(options.OutputDirectory, file)).Select(line => JsonDocument.Parse(line).RootElement.GetProperty("step").GetInt32())];

    private static void CopyFolder(string from, string to)
    {
        foreach (string file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            string target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }

    /// <summary>A run that is cancelled when a step has been told of: before its evaluation and before its state.</summary>
    private static async Task CancelAsync(TinyModel model, PretrainOptions options, StageDescription stage, long atStep)
    {
        using var source = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => TrainingLoop.RunAsync(
            model,
            options,
            step =>
            {
                if (step.Step == atStep)
                {
                    source.Cancel();
                }
            },
            stage,
            source.Token));
    }

    private static void CutInside(TrainingRun<TinyModel> run, long step, int passes, CancellationTokenSource source)
    {
        foreach (Batch batch in run.Batches(source.Token))
        {
            int pass = 0;
            foreach (MicroBatch micro in batch)
            {
                using var scope = NewDisposeScope();
                Tensor loss = Losses.NextToken(run.Model.Hidden(micro.InputIds, micro.Context), run.Model.Head, micro.Labels, batch.Targets);
                loss.backward();
                batch.Record(loss);
                if (batch.Step == step && ++pass == passes)
                {
                    source.Cancel();
                }
            }

            run.Parameters.ClipGradNorm(1);
            run.Optimizer.Step(run.Schedule[run.Step]);
            run.Optimizer.ZeroGrad();
        }
    }

    private sealed class CutOff : Exception;
}
