using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Solar.Runtime.Training;
using Xunit;
using static TorchSharp.torch;

namespace Solar.Runtime.Tests.Training;

/// <summary>The run of instruction tuning: what is learnt of conversations, and how it is gone on with.</summary>
public sealed class InstructionTuneTests : IDisposable
{
    private const string Chats = """
        {"prompt": "2+2?", "completion": "4"}
        {"prompt": "a colour?", "completion": "red"}
        {"prompt": "3+1?", "completion": "4"}
        {"prompt": "day?", "completion": "light"}
        {"prompt": "hi", "completion": "hello"}
        """;

    private static readonly string[] Answers = ["4", "red", "light", "hello"];

    private static readonly StageDescription Stage = new()
    {
        Name = "Tests.TinyTuned",
        Canonical = "{\"instruction_tune\":\"Tests.TinyModel\"}",
        Model = "Tests.TinyModel",
        Start = "Tests.TinyModel",
        Data = [new DatasetDescription { Name = "Tests.Chats", Kind = "json_lines", Path = "chats.jsonl", Format = "prompt_completion" }],
    };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Answers_AreLearntAndPromptsAreNot()
    {
        using TinyModel model = TrainingLoop.Model();
        InstructionTuneOptions options = Options();
        using TrainingRun<TinyModel> run = await TrainingRun<TinyModel>.OpenAsync(model, Stage, options, new ByteTokenizer());

        foreach (Batch batch in run.Batches().Take(1))
        {
            foreach (MicroBatch micro in batch)
            {
                long[] labels = [.. micro.Labels.data<long>().Where(label => label != Losses.IgnoreIndex)];
                string learnt = new ByteTokenizer().Decode(labels.Select(label => (int)label));
                Assert.NotEmpty(learnt);
                Assert.Equal("", Answers.Aggregate(learnt, (rest, answer) => rest.Replace(answer, "", StringComparison.Ordinal)));
            }
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Loss_FallsToAFractionOfWhatItWas(bool packing)
    {
        using TinyModel model = TrainingLoop.Model();
        var losses = new List<double>();

        TrainingResult result = await RunAsync(model, Options() with { Packing = packing, MaxSteps = 60 }, step => losses.Add(step.Loss));

        Assert.True(losses[^1] < 0.3 * losses[0], $"{losses[0]} to {losses[^1]}");
        Assert.Equal("instruction_tune", result.Manifest.Kind);
        Assert.Equal(5, result.Manifest.Tokens.Documents);
    }

    [Fact]
    public async Task RunCutOffAndResumed_EndsInTheSameBytes()
    {
        InstructionTuneOptions options = Options() with { SaveSteps = 4, MaxSteps = 9 };
        InstructionTuneOptions cut = options with { OutputDirectory = _folder["cut"] };
        using TinyModel whole = TrainingLoop.Model(), first = TrainingLoop.Model(), second = TrainingLoop.Model();

        await RunAsync(whole, options);
        await Assert.ThrowsAsync<InvalidTimeZoneException>(() => RunAsync(first, cut, step => _ = step.Step == 6 ? throw new InvalidTimeZoneException() : 0));
        await RunAsync(second, cut);

        Assert.Equal(TrainingLoop.Bytes(whole), TrainingLoop.Bytes(second));
    }

    /// <summary>The first step starts from the same weights: what differs is the noise. Afterwards the model has none.</summary>
    [Fact]
    public async Task NeftuneNoise_IsThereWhileItTrains()
    {
        using TinyModel plain = TrainingLoop.Model(), noisy = TrainingLoop.Model();
        var losses = new List<double>();
        await RunAsync(plain, Options() with { MaxSteps = 1 }, step => losses.Add(step.Loss));

        await RunAsync(noisy, Options() with { MaxSteps = 1, NeftuneNoiseAlpha = 5, OutputDirectory = _folder["noisy"] }, step => losses.Add(step.Loss));

        Assert.NotEqual(losses[0], losses[1]);
        Assert.Equal(losses[0], losses[1], 1.0);
        using Tensor ids = tensor(new long[] { 1, 2 }, [1, 2]), first = noisy.EmbedTokens.call(ids), second = noisy.EmbedTokens.call(ids);
        Assert.True(first.Equals(second));
    }

    [Fact]
    public async Task PartsOfConversations_AreRefused()
    {
        using TinyModel model = TrainingLoop.Model();

        TrainingOptionException refused = await Assert.ThrowsAsync<TrainingOptionException>(() =>
            RunAsync(model, Options() with { ExcessLengthStrategy = ExcessLength.Split }));

        Assert.Equal(nameof(InstructionTuneOptions.ExcessLengthStrategy), refused.Option);
    }

    private InstructionTuneOptions Options()
    {
        _folder.Write("chats.jsonl", Chats);
        return new InstructionTuneOptions
        {
            LearningRate = 1e-2,
            MaxSteps = 10,
            PerDeviceTrainBatchSize = 2,
            GradientAccumulationSteps = 2,
            MaxLength = 64,
            SaveSteps = 0,
            OutputDirectory = _folder["out"],
            DataDirectory = _folder.Path,
            CacheDirectory = _folder["cache"],
        };
    }

    private static async Task<TrainingResult> RunAsync(TinyModel model, InstructionTuneOptions options, Action<TrainingStep>? progress = null)
    {
        using TrainingRun<TinyModel> run = await TrainingRun<TinyModel>.OpenAsync(model, Stage, options, new ByteTokenizer());
        foreach (Batch batch in run.Batches())
        {
            foreach (MicroBatch micro in batch)
            {
                using var scope = NewDisposeScope();

                Tensor hidden = run.Model.Hidden(micro.InputIds, micro.Context);
                Tensor loss = Losses.NextToken(hidden, run.Model.Head, micro.Labels, batch.Targets);
                loss.backward();

                batch.Record(loss);
            }

            double gradNorm = run.Parameters.ClipGradNorm(options.MaxGradNorm);
            run.Optimizer.Step(learningRate: run.Schedule[run.Step]);
            run.Optimizer.ZeroGrad();

            progress?.Invoke(run.Log(batch.Loss, gradNorm));
            await run.SaveIfDueAsync();
        }

        return await run.CompleteAsync();
    }
}
