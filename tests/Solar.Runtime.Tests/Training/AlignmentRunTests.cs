using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using Solar.Runtime.Training;
using Solar.Runtime.Training.Preferences;
using Xunit;
using static TorchSharp.torch;

namespace Solar.Runtime.Tests.Training;

/// <summary>The run of an alignment: its reference, what it logs, how it is gone on with.</summary>
public sealed class AlignmentRunTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task FirstStep_IsLn2AndLaterOnesLess_AsRewardsOfChosenAnswersRise()
    {
        using TinyModel model = TrainingLoop.Model();
        var steps = new List<TrainingStep>();

        TrainingResult result = await AlignmentLoop.RunAsync(model, AlignmentLoop.Options(_folder), steps.Add);

        Assert.Equal(Math.Log(2), steps[0].Loss, 1e-5);
        Assert.Equal(0, steps[0].Metrics!["rewards/accuracies"]);                      // ties count as wrong
        Assert.True(steps[^1].Loss < 0.8 * Math.Log(2), $"{steps[^1].Loss}");
        Assert.Equal(1, steps[^1].Metrics!["rewards/accuracies"]);
        Assert.True(steps[^1].Metrics!["rewards/margins"] > 0);
        Assert.Equal("align_tune", result.Manifest.Kind);
        Assert.Equal(6, result.Manifest.Tokens.Documents);
    }

    [Fact]
    public async Task Log_HasMetricsByTheirNames()
    {
        using TinyModel model = TrainingLoop.Model();
        AlignTuneOptions options = AlignmentLoop.Options(_folder) with { EvalSteps = 5 };

        await AlignmentLoop.RunAsync(model, options, stage: AlignmentLoop.EvaluatedStage);

        JsonElement[] lines = [.. File.ReadLines(Path.Combine(options.OutputDirectory, "training_log.jsonl")).Select(line => JsonDocument.Parse(line).RootElement)];
        string[] names = ["rewards/chosen", "rewards/rejected", "rewards/accuracies", "rewards/margins", "logps/chosen", "logps/rejected"];
        Assert.All(lines.Where(line => line.TryGetProperty("loss", out _)), line => Assert.All(names, name => line.GetProperty(name).GetDouble()));
        JsonElement[] evaluations = [.. lines.Where(line => !line.TryGetProperty("loss", out _))];
        Assert.Equal(2, evaluations.Length);
        Assert.All(evaluations, line => Assert.All(names, name => line.GetProperty("eval_" + name).GetDouble()));
        Assert.DoesNotContain(evaluations, line => line.TryGetProperty("eval_perplexity", out _));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task RunCutOffAndResumed_EndsInTheSameBytes(bool isReferenceKept)
    {
        AlignTuneOptions options = AlignmentLoop.Options(_folder) with { SaveSteps = 4 };
        AlignTuneOptions cut = options with { OutputDirectory = _folder["cut"], CacheDirectory = _folder["other-cache"] };
        using TinyModel whole = TrainingLoop.Model(), first = TrainingLoop.Model(), second = TrainingLoop.Model();

        await AlignmentLoop.RunAsync(whole, options);
        await Assert.ThrowsAsync<InvalidDataException>(() => AlignmentLoop.RunAsync(first, cut, step => _ = step.Step == 6 ? throw new InvalidDataException() : 0));
        if (!isReferenceKept)
        {
            Directory.Delete(_folder["other-cache"], recursive: true);
        }

        await AlignmentLoop.RunAsync(second, cut);

        Assert.Equal(TrainingLoop.Bytes(whole), TrainingLoop.Bytes(second));
    }

    [Fact]
    public async Task Reference_IsAskedOnceAndKeptByWeightsAndData()
    {
        AlignTuneOptions options = AlignmentLoop.Options(_folder);
        using TinyModel first = TrainingLoop.Model(), same = TrainingLoop.Model(), other = TrainingLoop.Model();
        using (no_grad())
        {
            other.parameters().First().mul_(1.01);
        }

        await AlignmentLoop.RunAsync(first, options);
        string[] kept = Kept();
        await AlignmentLoop.RunAsync(same, options with { OutputDirectory = _folder["again"] });
        Assert.Equal(kept, Kept());
        await AlignmentLoop.RunAsync(other, options with { OutputDirectory = _folder["other"] });

        Assert.Single(kept);
        Assert.Equal(2, Kept().Length);
    }

    [Fact]
    public async Task DamagedCacheOfTheReference_IsMadeAnew()
    {
        AlignTuneOptions options = AlignmentLoop.Options(_folder);
        using TinyModel first = TrainingLoop.Model(), second = TrainingLoop.Model();
        await AlignmentLoop.RunAsync(first, options);
        string file = Assert.Single(Kept());
        byte[] bytes = File.ReadAllBytes(file);
        bytes[2] ^= 1;
        File.WriteAllBytes(file, bytes);

        await AlignmentLoop.RunAsync(second, options with { OutputDirectory = _folder["again"] });

        Assert.Equal(TrainingLoop.Bytes(first), TrainingLoop.Bytes(second));
    }

    /// <summary>Log-probabilities of another model under this one's name: what users report as a loss that starts anywhere.</summary>
    [Fact]
    public async Task ReferenceOfAnotherModel_IsRefusedBeforeTheFirstStep()
    {
        AlignTuneOptions options = AlignmentLoop.Options(_folder);
        using TinyModel model = TrainingLoop.Model();
        using AlignmentRun<TinyModel> run = await AlignmentRun<TinyModel>.OpenAsync(model, AlignmentLoop.Stage, options, new ByteTokenizer());
        using (no_grad())
        {
            model.parameters().First().mul_(1.5);
        }

        PreferenceException refused = Assert.Throws<PreferenceException>(() =>
        {
            foreach (PreferenceMicroBatch micro in run.Batches().First())
            {
                run.Compare(micro, Losses.CompletionLogProbs(model.Hidden(micro.InputIds, micro.Context), model.Head, micro.Labels));
            }
        });

        Assert.Contains("pairs.jsonl, line ", refused.Message, StringComparison.Ordinal);
    }

    /// <summary>The gradient of a step does not depend on how its pairs are spread over forward passes.</summary>
    [Fact]
    public async Task Accumulation_GivesTheGradientOfOneLargeBatch()
    {
        AlignTuneOptions options = AlignmentLoop.Options(_folder) with { MaxSteps = 2, LossType = [PreferenceLoss.Sigmoid, PreferenceLoss.Sft], LossWeights = [1, 0.5] };
        using TinyModel spread = TrainingLoop.Model(), whole = TrainingLoop.Model();
        var losses = new List<double>();
        var wholeLosses = new List<double>();

        await AlignmentLoop.RunAsync(spread, options with { PerDeviceTrainBatchSize = 1, GradientAccumulationSteps = 6 }, step => losses.Add(step.Loss));
        await AlignmentLoop.RunAsync(
            whole, options with { PerDeviceTrainBatchSize = 6, GradientAccumulationSteps = 1, OutputDirectory = _folder["whole"] }, step => wholeLosses.Add(step.Loss));

        Assert.Equal(wholeLosses, losses, (a, b) => Math.Abs(a - b) < 1e-5);
    }

    [Fact]
    public async Task SingleAnswers_AreLearntByKto()
    {
        using TinyModel model = TrainingLoop.Model();
        var steps = new List<TrainingStep>();
        AlignTuneOptions options = AlignmentLoop.Options(_folder) with { LossType = [PreferenceLoss.Kto], MaxSteps = 12 };

        await AlignmentLoop.RunAsync(model, options, steps.Add, AlignmentLoop.KtoStage);

        Assert.Equal(0.5, steps[0].Loss, 1e-4);                                        // 1 − σ(0) of every answer
        Assert.True(steps[^1].Loss < 0.45, $"{steps[^1].Loss}");
        Assert.True(steps[^1].Metrics!["rewards/margins"] > 0);
        Assert.False(steps[^1].Metrics!.ContainsKey("rewards/accuracies"));
    }

    [Fact]
    public async Task LossOfPairsOverSingleAnswers_IsRefused()
    {
        using TinyModel model = TrainingLoop.Model();
        AlignTuneOptions options = AlignmentLoop.Options(_folder);

        TrainingOptionException single = await Assert.ThrowsAsync<TrainingOptionException>(() => AlignmentLoop.RunAsync(model, options, stage: AlignmentLoop.KtoStage));
        TrainingOptionException pairs = await Assert.ThrowsAsync<TrainingOptionException>(() =>
            AlignmentLoop.RunAsync(model, options with { LossType = [PreferenceLoss.Kto] }));

        Assert.Equal(nameof(AlignTuneOptions.LossType), single.Option);
        Assert.Equal(nameof(AlignTuneOptions.LossType), pairs.Option);
    }

    [Theory]
    [InlineData(PreferenceLoss.Hinge)]
    [InlineData(PreferenceLoss.Ipo)]
    [InlineData(PreferenceLoss.ApoZero)]
    [InlineData(PreferenceLoss.Simpo)]
    [InlineData(PreferenceLoss.Orpo)]
    public async Task EveryLoss_FallsOverTheRun(PreferenceLoss loss)
    {
        using TinyModel model = TrainingLoop.Model();
        var losses = new List<double>();

        await AlignmentLoop.RunAsync(model, AlignmentLoop.Options(_folder) with { LossType = [loss] }, step => losses.Add(step.Loss));

        Assert.True(losses[^1] < losses[0], $"{losses[0]} to {losses[^1]}");
    }

    private string[] Kept() => [.. Directory.GetFiles(_folder["cache"], "*.logps").Order(StringComparer.Ordinal)];
}
