using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Solar.Runtime.Layers;
using Solar.Runtime.Training;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Solar.Runtime.Tests.Training.Lora;

/// <summary>An alignment by adapters: the model without them is its reference.</summary>
public sealed class LoraAlignmentTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Adapters_LearnFromLn2Downwards_AndAlone()
    {
        using TinyModel model = TrainingLoop.Model(), before = TrainingLoop.Model();
        var steps = new List<TrainingStep>();

        await AlignmentLoop.RunAsync(model, Options(), steps.Add);

        Assert.Equal(Math.Log(2), steps[0].Loss, 1e-5);
        Assert.True(steps[^1].Loss < 0.8 * Math.Log(2), $"{steps[^1].Loss}");
        Assert.Equal(
            ["gate_proj.weight", "lm_head.weight"],
            model.named_parameters().Zip(before.named_parameters()).Where(pair => !pair.First.parameter.Equals(pair.Second.parameter)).Select(pair => pair.First.name));
    }

    /// <summary>After any step the model without its adapters says what it said before the first.</summary>
    [Fact]
    public async Task WithoutAdapters_TheModelIsItsReference()
    {
        using TinyModel model = TrainingLoop.Model(), start = TrainingLoop.Model();
        AlignTuneOptions options = Options();
        using DisposeScope scope = NewDisposeScope();
        Tensor ids = tensor(new long[] { 7, 8, 9, 10 }, [1, 4]);
        using AlignmentRun<TinyModel> run = await AlignmentRun<TinyModel>.OpenAsync(model, AlignmentLoop.Stage, options, new ByteTokenizer());
        foreach (PreferenceBatch batch in run.Batches().Take(1))
        {
            foreach (PreferenceMicroBatch micro in batch)
            {
                Tensor logps = Losses.CompletionLogProbs(model.Hidden(micro.InputIds, micro.Context), model.Head, micro.Labels);
                run.Objective.Loss(run.Compare(micro, logps), batch.Pairs, batch.ChosenTokens).backward();
            }

            run.Optimizer.Step(0.1);
        }

        Assert.False(model.forward(ids, ForwardContext.None).Equals(start.forward(ids, ForwardContext.None)));
        using (run.Adapters!.Off())
        {
            Assert.True(model.forward(ids, ForwardContext.None).Equals(start.forward(ids, ForwardContext.None)));
        }
    }

    /// <summary>Dropped inputs would make the model another one than its reference.</summary>
    [Fact]
    public async Task Alignment_DropsNoInputs()
    {
        using TinyModel model = TrainingLoop.Model();
        using AlignmentRun<TinyModel> run = await AlignmentRun<TinyModel>.OpenAsync(model, AlignmentLoop.Stage, Options() with { LoraDropout = 0.5 }, new ByteTokenizer());

        Assert.Equal(0, run.Adapters!.Settings.Dropout);
    }

    [Fact]
    public async Task RunCutOffAndResumed_EndsInTheSameBytes()
    {
        AlignTuneOptions options = Options() with { SaveSteps = 4 };
        AlignTuneOptions cut = options with { OutputDirectory = _folder["cut"] };
        using TinyModel whole = TrainingLoop.Model(), first = TrainingLoop.Model(), second = TrainingLoop.Model();

        await AlignmentLoop.RunAsync(whole, options);
        await Assert.ThrowsAsync<OperationCanceledException>(() => AlignmentLoop.RunAsync(first, cut, step => _ = step.Step == 6 ? throw new OperationCanceledException() : 0));
        await AlignmentLoop.RunAsync(second, cut);

        Assert.Equal(TrainingLoop.Bytes(whole), TrainingLoop.Bytes(second));
        Assert.Equal(
            File.ReadAllBytes(Path.Combine(options.OutputDirectory, "adapter", "adapter_model.safetensors")),
            File.ReadAllBytes(Path.Combine(cut.OutputDirectory, "adapter", "adapter_model.safetensors")));
    }

    private AlignTuneOptions Options() => AlignmentLoop.Options(_folder) with { LearningRate = 0.05, LoraR = 4, LoraAlpha = 8, LoraTargetModules = ["gate_proj", "lm_head"] };
}
