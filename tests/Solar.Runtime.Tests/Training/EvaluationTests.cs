using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using Solar.Runtime.Training;
using Solar.Runtime.Training.State;
using Xunit;

namespace Solar.Runtime.Tests.Training;

/// <summary>Evaluation while a model is trained, and what follows from it.</summary>
public sealed class EvaluationTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Evaluation_IsTheMeanLossOfTheHeldOutText_WhateverTheRowsOfAPass()
    {
        PretrainOptions options = TrainingLoop.Options(_folder) with { EvalSteps = 4, PerDeviceEvalBatchSize = 1 };
        PretrainOptions large = options with { PerDeviceEvalBatchSize = 100, OutputDirectory = _folder["large"] };

        double[] one = await LossesAsync(options), all = await LossesAsync(large);

        Assert.Equal(3, one.Length);                              // after 4 and 8 steps, and at the end
        Assert.Equal(one.Length, all.Length);
        Assert.All(one.Zip(all), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
        Assert.All(one, loss => Assert.InRange(loss, 1, 8));
    }

    [Fact]
    public async Task Evaluation_ChangesNothingOfTheTraining()
    {
        PretrainOptions options = TrainingLoop.Options(_folder) with { EvalSteps = 1 };
        using TinyModel evaluated = TrainingLoop.Model(), plain = TrainingLoop.Model();

        await TrainingLoop.RunAsync(evaluated, options, stage: TrainingLoop.EvaluatedStage);
        await TrainingLoop.RunAsync(plain, options with { OutputDirectory = _folder["plain"] });

        Assert.Equal(TrainingLoop.Bytes(plain), TrainingLoop.Bytes(evaluated));
    }

    [Fact]
    public async Task Manifest_HasTheLastAndTheBestLoss()
    {
        PretrainOptions options = TrainingLoop.Options(_folder) with { EvalSteps = 4 };
        using TinyModel model = TrainingLoop.Model();

        TrainingResult result = await TrainingLoop.RunAsync(model, options, stage: TrainingLoop.EvaluatedStage);

        (long Step, double Loss)[] logged = Logged(options);
        Assert.Equal(logged[^1].Loss, result.Manifest.EvalLoss);
        Assert.Equal(logged.Min(line => line.Loss), result.Manifest.BestEvalLoss);
        Assert.Equal(logged.MinBy(line => line.Loss).Step, result.Manifest.BestStep);
    }

    [Fact]
    public async Task StepAfterAnEvaluation_TellsOfIt()
    {
        PretrainOptions options = TrainingLoop.Options(_folder) with { EvalSteps = 4 };
        using TinyModel model = TrainingLoop.Model();
        var steps = new List<TrainingStep>();

        await TrainingLoop.RunAsync(model, options, steps.Add, stage: TrainingLoop.EvaluatedStage);

        Assert.Null(steps[3].EvalLoss);
        Assert.Equal(Logged(options)[0].Loss, steps[4].EvalLoss);
        Assert.Contains("  eval ", steps[4].ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task LossThatDoesNotFall_StopsTrainingEarly_AndTheBestModelIsTheResult()
    {
        // A learning rate that soon does harm to a text that is not trained on.
        PretrainOptions options = TrainingLoop.Options(_folder) with
        {
            MaxSteps = 200,
            LearningRate = 0.05,
            EvalSteps = 2,
            EarlyStoppingPatience = 3,
            LoadBestModelAtEnd = true,
        };
        using TinyModel model = TrainingLoop.Model();

        TrainingResult result = await TrainingLoop.RunAsync(model, options, stage: TrainingLoop.EvaluatedStage);

        (long Step, double Loss)[] logged = Logged(options);
        Assert.InRange(result.Steps, 8, 199);
        Assert.Equal(result.Steps, logged[^1].Step);
        Assert.Equal(result.Steps - 6, result.Manifest.BestStep);
        Assert.False(Directory.Exists(Path.Combine(options.OutputDirectory, "best")));

        // The same training ended at the best step has the same weights.
        PretrainOptions until = options with { OutputDirectory = _folder["until"], LoadBestModelAtEnd = false };
        using TinyModel best = TrainingLoop.Model();
        byte[]? bytes = null;
        await TrainingLoop.RunAsync(best, until, step => bytes = step.Step == result.Manifest.BestStep ? TrainingLoop.Bytes(best) : bytes, stage: TrainingLoop.EvaluatedStage);
        using TinyModel written = TinyModel.Load(result.Directory);
        Assert.Equal(bytes, TrainingLoop.Bytes(written));
    }

    [Fact]
    public async Task RunCutOffBetweenEvaluations_StopsAtTheSameStepWithTheSameBytes()
    {
        PretrainOptions options = TrainingLoop.Options(_folder) with
        {
            MaxSteps = 200,
            LearningRate = 0.05,
            EvalSteps = 2,
            EarlyStoppingPatience = 3,
            LoadBestModelAtEnd = true,
            SaveSteps = 3,
        };
        PretrainOptions cut = options with { OutputDirectory = _folder["cut"] };
        using TinyModel whole = TrainingLoop.Model(), first = TrainingLoop.Model(), second = TrainingLoop.Model();

        TrainingResult expected = await TrainingLoop.RunAsync(whole, options, stage: TrainingLoop.EvaluatedStage);
        long at = expected.Manifest.BestStep!.Value + 2;
        await Assert.ThrowsAsync<InvalidOperationException>(() => TrainingLoop.RunAsync(
            first, cut, step => _ = step.Step == at ? throw new InvalidOperationException() : 0, stage: TrainingLoop.EvaluatedStage));
        TrainingResult resumed = await TrainingLoop.RunAsync(second, cut, stage: TrainingLoop.EvaluatedStage);

        Assert.Equal(expected.Steps, resumed.Steps);
        Assert.Equal(expected.Manifest.BestStep, resumed.Manifest.BestStep);
        Assert.Equal(Logged(options), Logged(cut));
        Assert.Equal(
            File.ReadAllBytes(Path.Combine(options.OutputDirectory, "model.safetensors")), File.ReadAllBytes(Path.Combine(cut.OutputDirectory, "model.safetensors")));
    }

    [Theory]
    [InlineData(new[] { 3.0, 2, 1 }, 0.0, 0, 2)]
    [InlineData(new[] { 3.0, 3, 4 }, 0.0, 2, 0)]
    [InlineData(new[] { 3.0, 2.95, 2.9 }, 0.1, 2, 2)]            // better, and not by the threshold: the best, and no gain
    [InlineData(new[] { 3.0, 4, 2.5, 2.4 }, 0.2, 1, 3)]
    public void Patience_CountsAsTheReferenceDoes(double[] losses, double threshold, int withoutGain, long best)
    {
        PretrainOptions options = new() { EarlyStoppingPatience = 2, EarlyStoppingThreshold = threshold };
        EvaluationHistory? history = null;
        for (int i = 0; i < losses.Length; i++)
        {
            history = EvaluationHistory.With(history, i, losses[i], options);
        }

        Assert.Equal((withoutGain, best, withoutGain >= 2), (history!.WithoutGain, history.BestStep, history.IsStopped));
    }

    [Fact]
    public async Task StageWithoutEvaluationData_IsToldSo()
    {
        PretrainOptions options = TrainingLoop.Options(_folder);
        using TinyModel model = TrainingLoop.Model();
        using TrainingRun<TinyModel> run = await TrainingRun<TinyModel>.OpenAsync(model, TrainingLoop.Stage, options, new ByteTokenizer());

        InvalidOperationException thrown = await Assert.ThrowsAsync<InvalidOperationException>(() => run.EvaluateIfDueAsync());

        Assert.Equal("Tests.TinyPretrained has no evaluation data: declare EvalData.", thrown.Message);
    }

    private async Task<double[]> LossesAsync(PretrainOptions options)
    {
        using TinyModel model = TrainingLoop.Model();
        await TrainingLoop.RunAsync(model, options, stage: TrainingLoop.EvaluatedStage);
        return [.. Logged(options).Select(line => line.Loss)];
    }

    private static (long Step, double Loss)[] Logged(PretrainOptions options) =>
    [
        .. File.ReadLines(Path.Combine(options.OutputDirectory, "training_log.jsonl"))
            .Select(line => JsonDocument.Parse(line).RootElement)
            .Where(line => line.TryGetProperty("eval_perplexity", out _))
            .Select(line => (line.GetProperty("step").GetInt64(), line.GetProperty("eval_loss").GetDouble())),
    ];
}
