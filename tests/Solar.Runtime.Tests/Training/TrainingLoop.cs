using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Solar.Runtime.Training;
using static TorchSharp.torch;

namespace Solar.Runtime.Tests.Training;

/// <summary>The loop as it is emitted, over the tiny model.</summary>
internal static class TrainingLoop
{
    public const string Text =
        "Shall I compare thee to a summer's day? Thou art more lovely and more temperate: rough winds do shake the darling buds of May, "
        + "and summer's lease hath all too short a date; sometime too hot the eye of heaven shines, and often is his gold complexion dimm'd.";

    public static StageDescription Stage { get; } = new()
    {
        Name = "Tests.TinyPretrained",
        Canonical = "{\"pretrain\":\"Tests.TinyModel\"}",
        Model = "Tests.TinyModel",
        Start = "Tests.TinyModel",
        Data = [new DatasetDescription { Name = "Tests.Sonnet", Kind = "text_file", Path = "sonnet.txt" }],
    };

    /// <summary>The same with evaluation data, another text.</summary>
    public static StageDescription EvaluatedStage { get; } = Stage with
    {
        EvalData = [new DatasetDescription { Name = "Tests.HeldOut", Kind = "text_file", Path = "held-out.txt" }],
    };

    /// <summary>14 rows of 18 tokens; 3 forward passes of 2 rows a step.</summary>
    public static PretrainOptions Options(TemporaryFolder folder, string output = "out")
    {
        folder.Write("sonnet.txt", Text);
        folder.Write("held-out.txt", "Nor shall Death brag thou wander'st in his shade, when in eternal lines to time thou grow'st.");
        return new PretrainOptions
        {
            LearningRate = 1e-2,
            LrSchedulerType = SchedulerType.Cosine,
            WarmupSteps = 2,
            MaxSteps = 10,
            PerDeviceTrainBatchSize = 2,
            GradientAccumulationSteps = 3,
            MaxLength = 18,
            WeightDecay = 0.1,
            SaveSteps = 0,
            LoggingSteps = 1,
            OutputDirectory = folder[output],
            DataDirectory = folder.Path,
            CacheDirectory = folder["cache"],
        };
    }

    public static TinyModel Model(ScalarType dtype = ScalarType.Float32)
    {
        SingleThread.Use();
        using var generator = new Generator(7, CPU);
        return new TinyModel(new Placement(Dtype: dtype, Generator: generator));
    }

    public static async Task<TrainingResult> RunAsync(
        TinyModel model,
        PretrainOptions options,
        Action<TrainingStep>? progress = null,
        StageDescription? stage = null,
        CancellationToken cancellationToken = default)
    {
        using TrainingRun<TinyModel> run = await TrainingRun<TinyModel>.OpenAsync(model, stage ?? Stage, options, new ByteTokenizer(), cancellationToken);
        return await RunAsync(run, options, progress, stage == EvaluatedStage, cancellationToken);
    }

    public static async Task<TrainingResult> RunAsync(
        TrainingRun<TinyModel> run, PretrainOptions options, Action<TrainingStep>? progress = null, bool isEvaluated = false,
        CancellationToken cancellationToken = default)
    {
        foreach (Batch batch in run.Batches(cancellationToken))
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
            if (isEvaluated)
            {
                await run.EvaluateIfDueAsync(cancellationToken);
            }

            await run.SaveIfDueAsync(cancellationToken);
        }

        return await run.CompleteAsync(cancellationToken);
    }

    /// <summary>All parameters as bytes.</summary>
    public static byte[] Bytes(TinyModel model) => [.. model.named_parameters().SelectMany(parameter => parameter.parameter.detach().bytes.ToArray())];
}
