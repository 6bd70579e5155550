using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Solar.Runtime.Training;
using TorchSharp;
using TorchSharp.Modules;
using Xunit;
using static TorchSharp.torch;

namespace Solar.Runtime.Tests.Training;

public sealed class TrainingRunTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Run_LearnsItsText()
    {
        PretrainOptions options = TrainingLoop.Options(_folder) with { MaxSteps = 60 };
        using TinyModel model = TrainingLoop.Model();
        var steps = new List<TrainingStep>();

        TrainingResult result = await TrainingLoop.RunAsync(model, options, steps.Add);

        Assert.Equal((60, 60), (result.Steps, steps.Count));
        Assert.Equal((steps[0].Loss, steps[^1].Loss), (result.FirstLoss, result.LastLoss));
        Assert.InRange(result.FirstLoss, 5, 8);                    // ln 320 = 5.8 and the noise of random weights
        Assert.InRange(result.LastLoss, 0, result.FirstLoss / 2);
        Assert.Equal(0, steps[0].LearningRate);                    // step 0 of a warm-up
        Assert.Equal(1e-2, steps[2].LearningRate);
        Assert.All(steps, step => Assert.True(step.GradNorm > 0 && step.TokensPerSecond > 0));
        Assert.Equal(6 * 18, steps[0].Tokens);
    }

    [Fact]
    public async Task Accumulation_IsOneLargeBatch()
    {
        // 14 rows: two full steps of 6 and a last one of 2, so that micro batches and steps are of unequal size.
        PretrainOptions large = TrainingLoop.Options(_folder) with { MaxSteps = 3, PerDeviceTrainBatchSize = 6, GradientAccumulationSteps = 1 };
        PretrainOptions small = large with { PerDeviceTrainBatchSize = 1, GradientAccumulationSteps = 6, OutputDirectory = _folder["small"] };
        using TinyModel first = TrainingLoop.Model(), second = TrainingLoop.Model();
        var losses = new List<(double Loss, double Norm)>();

        await TrainingLoop.RunAsync(first, large, step => losses.Add((step.Loss, step.GradNorm)));
        int i = 0;
        await TrainingLoop.RunAsync(second, small, step =>
        {
            Assert.Equal(losses[i].Loss, step.Loss, 1e-5);
            Assert.Equal(losses[i++].Norm, step.GradNorm, 1e-5);
        });

        Assert.Equal(3, i);
    }

    [Fact]
    public async Task SameSeed_SameBytes_OtherSeed_Others()
    {
        PretrainOptions options = TrainingLoop.Options(_folder);
        using TinyModel first = TrainingLoop.Model(), second = TrainingLoop.Model(), third = TrainingLoop.Model();

        await TrainingLoop.RunAsync(first, options);
        await TrainingLoop.RunAsync(second, options with { OutputDirectory = _folder["second"] });
        await TrainingLoop.RunAsync(third, options with { OutputDirectory = _folder["third"], Seed = 1 });

        Assert.Equal(TrainingLoop.Bytes(first), TrainingLoop.Bytes(second));
        Assert.NotEqual(TrainingLoop.Bytes(first), TrainingLoop.Bytes(third));
    }

    [Fact]
    public async Task BFloat16_LearnsAsFloat32Does()
    {
        PretrainOptions options = TrainingLoop.Options(_folder) with { MaxSteps = 40 };
        using TinyModel wide = TrainingLoop.Model(), narrow = TrainingLoop.Model(ScalarType.BFloat16);
        using (no_grad())
        {
            foreach ((Parameter from, Parameter to) in wide.parameters().Zip(narrow.parameters()))
            {
                to.copy_(from);
            }
        }

        TrainingResult expected = await TrainingLoop.RunAsync(wide, options);
        TrainingResult result = await TrainingLoop.RunAsync(narrow, options with { Bf16 = true, OutputDirectory = _folder["narrow"] });

        Assert.Equal(ScalarType.BFloat16, narrow.LmHead.weight!.dtype);
        Assert.Equal(expected.LastLoss, result.LastLoss, 0.1);
    }

    [Fact]
    public async Task TypeOtherThanTheOptions_IsRefused()
    {
        using TinyModel model = TrainingLoop.Model();

        TrainingOptionException thrown = await Assert.ThrowsAsync<TrainingOptionException>(
            () => TrainingLoop.RunAsync(model, TrainingLoop.Options(_folder) with { Bf16 = true }));

        Assert.Contains("'embed_tokens.weight' is Float32", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RowsLongerThanThePositions_AreRefused()
    {
        using TinyModel model = TrainingLoop.Model();

        TrainingOptionException thrown = await Assert.ThrowsAsync<TrainingOptionException>(
            () => TrainingLoop.RunAsync(model, TrainingLoop.Options(_folder) with { MaxLength = 65 }));

        Assert.Contains("MaxLength: is 65, and Tests.TinyModel has 64 positions", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task PatternOfNoParameter_IsRefused()
    {
        using TinyModel model = TrainingLoop.Model();

        TrainingOptionException thrown = await Assert.ThrowsAsync<TrainingOptionException>(
            () => TrainingLoop.RunAsync(model, TrainingLoop.Options(_folder) with { WeightDecayParameters = ["*.wieght"] }));

        Assert.Equal(nameof(PretrainOptions.WeightDecayParameters), thrown.Option);
    }

    [Fact]
    public async Task LossThatIsNotFinite_StopsBeforeTheUpdate()
    {
        using TinyModel model = TrainingLoop.Model();
        byte[]? before = null;

        TrainingDivergedException thrown = await Assert.ThrowsAsync<TrainingDivergedException>(() => TrainingLoop.RunAsync(model, TrainingLoop.Options(_folder), step =>
        {
            if (step.Step == 3)
            {
                model.Scale = double.NaN;
                before = TrainingLoop.Bytes(model);
            }
        }));

        Assert.Equal((4, 2), (thrown.Step, thrown.Rows.Count));
        Assert.Contains("step 4: the loss is NaN; rows", thrown.Message, StringComparison.Ordinal);
        Assert.Contains("sonnet.txt, line 1", thrown.Message, StringComparison.Ordinal);
        Assert.Equal(before, TrainingLoop.Bytes(model));
    }

    [Fact]
    public async Task GradientThatIsNotFinite_StopsBeforeTheUpdate()
    {
        PretrainOptions options = TrainingLoop.Options(_folder);
        using TinyModel model = TrainingLoop.Model();
        using TrainingRun<TinyModel> run = await TrainingRun<TinyModel>.OpenAsync(model, TrainingLoop.Stage, options, new ByteTokenizer());
        using IEnumerator<Batch> batches = run.Batches().GetEnumerator();
        Assert.True(batches.MoveNext());
        model.LmHead.weight!.grad = full_like(model.LmHead.weight, float.PositiveInfinity);

        TrainingDivergedException thrown = Assert.Throws<TrainingDivergedException>(() => run.Parameters.ClipGradNorm(1));

        Assert.Contains("step 1: the norm of the gradient is", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task LoopWithoutOptimiserStep_IsTold()
    {
        using TinyModel model = TrainingLoop.Model();
        using TrainingRun<TinyModel> run = await TrainingRun<TinyModel>.OpenAsync(model, TrainingLoop.Stage, TrainingLoop.Options(_folder), new ByteTokenizer());

        Assert.Throws<InvalidOperationException>(() => run.Batches().Count());
        await Assert.ThrowsAsync<InvalidOperationException>(() => run.CompleteAsync());
    }

    [Fact]
    public async Task Steps_LeaveNoTensorBehind()
    {
        PretrainOptions options = TrainingLoop.Options(_folder) with { MaxSteps = 30 };
        using TinyModel model = TrainingLoop.Model();
        var live = new List<long>();

        // No await is left incomplete, so that all of it runs on this thread, whose tensors are counted.
        await TrainingLoop.RunAsync(model, options, _ => live.Add(DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount));

        Assert.Equal(30, live.Count);
        Assert.Single(live.Skip(1).Distinct());
    }

    [Fact]
    public async Task Result_IsACheckpointWithItsManifest()
    {
        Directory.CreateDirectory(_folder["base"]);
        File.WriteAllText(Path.Combine(_folder["base"], "tokenizer.model"), "not read here");
        PretrainOptions options = TrainingLoop.Options(_folder) with { MaxSteps = 4, SaveSteps = 3, ModelDirectory = _folder["base"], LoggingSteps = 2 };
        using TinyModel model = TrainingLoop.Model();

        TrainingResult result = await TrainingLoop.RunAsync(model, options);

        Assert.Equal(
            ["config.json", "model.safetensors", "solar.json", "tokenizer.model", "training_log.jsonl"],
            Directory.EnumerateFileSystemEntries(result.Directory).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        using TinyModel loaded = TinyModel.Load(result.Directory);
        Assert.Equal(TrainingLoop.Bytes(model), TrainingLoop.Bytes(loaded));
        Assert.Equal(2, File.ReadAllLines(Path.Combine(result.Directory, "training_log.jsonl")).Length);
    }
}
