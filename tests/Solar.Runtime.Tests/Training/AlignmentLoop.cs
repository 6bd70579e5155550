using System;
using System.Threading;
using System.Threading.Tasks;
using Solar.Runtime.Training;
using static TorchSharp.torch;

namespace Solar.Runtime.Tests.Training;

/// <summary>The loop of an alignment as it is emitted, over the tiny model.</summary>
internal static class AlignmentLoop
{
    /// <summary>Six pairs; the second and the last have answers of other lengths than their prompts'.</summary>
    public const string Pairs = """
        {"prompt": "2+2?", "chosen": "4", "rejected": "5"}
        {"prompt": "a colour?", "chosen": "red", "rejected": "seven"}
        {"prompt": "3+1?", "chosen": "4", "rejected": "9"}
        {"prompt": "day?", "chosen": "light", "rejected": "no"}
        {"prompt": "1+1?", "chosen": "2", "rejected": "7"}
        {"prompt": "hi", "chosen": "hello", "rejected": "go away"}
        """;

    public const string Labelled = """
        {"prompt": "2+2?", "completion": "4", "label": true}
        {"prompt": "a colour?", "completion": "seven", "label": false}
        {"prompt": "day?", "completion": "light", "label": true}
        {"prompt": "hi", "completion": "go away", "label": false}
        """;

    public static StageDescription Stage { get; } = new()
    {
        Name = "Tests.TinyAligned",
        Canonical = "{\"align_tune\":\"Tests.TinyModel\"}",
        Model = "Tests.TinyModel",
        Start = "Tests.TinyModel",
        Data = [new DatasetDescription { Name = "Tests.Pairs", Kind = "json_lines", Path = "pairs.jsonl", Format = "preference" }],
    };

    public static StageDescription EvaluatedStage { get; } = Stage with
    {
        EvalData = [new DatasetDescription { Name = "Tests.HeldOut", Kind = "json_lines", Path = "held-out.jsonl", Format = "preference" }],
    };

    public static StageDescription KtoStage { get; } = Stage with
    {
        Data = [new DatasetDescription { Name = "Tests.Labelled", Kind = "json_lines", Path = "labelled.jsonl", Format = "kto" }],
    };

    /// <summary>Ten steps of two forward passes of up to two pairs.</summary>
    public static AlignTuneOptions Options(TemporaryFolder folder, string output = "out")
    {
        folder.Write("pairs.jsonl", Pairs);
        folder.Write("held-out.jsonl", Pairs.Replace("hello", "good day", StringComparison.Ordinal));
        folder.Write("labelled.jsonl", Labelled);
        return new AlignTuneOptions
        {
            LearningRate = 1e-2,
            MaxSteps = 10,
            PerDeviceTrainBatchSize = 2,
            GradientAccumulationSteps = 2,
            MaxLength = 64,
            SaveSteps = 0,
            LoggingSteps = 1,
            OutputDirectory = folder[output],
            DataDirectory = folder.Path,
            CacheDirectory = folder["cache"],
        };
    }

    public static async Task<TrainingResult> RunAsync(
        TinyModel model, AlignTuneOptions options, Action<TrainingStep>? progress = null, StageDescription? stage = null, CancellationToken cancellationToken = default)
    {
        using AlignmentRun<TinyModel> run = await AlignmentRun<TinyModel>.OpenAsync(model, stage ?? Stage, options, new ByteTokenizer(), cancellationToken);
        foreach (PreferenceBatch batch in run.Batches(cancellationToken))
        {
            foreach (PreferenceMicroBatch micro in batch)
            {
                using var scope = NewDisposeScope();

                Tensor hidden = run.Model.Hidden(micro.InputIds, micro.Context);
                Tensor logps = Losses.CompletionLogProbs(hidden, run.Model.Head, micro.Labels);
                Tensor loss = run.Objective.IsOfSingleAnswers
                    ? run.Objective.Loss(run.CompareAnswers(micro, logps), run.Divergence(micro), batch.Pairs, batch.ChosenTokens)
                    : run.Objective.Loss(run.Compare(micro, logps), batch.Pairs, batch.ChosenTokens);
                loss.backward();

                batch.Record(loss);
            }

            double gradNorm = run.Parameters.ClipGradNorm(options.MaxGradNorm);
            run.Optimizer.Step(learningRate: run.Schedule[run.Step]);
            run.Optimizer.ZeroGrad();

            progress?.Invoke(run.Log(batch.Loss, gradNorm));
            if (stage?.EvalData.Count > 0)
            {
                await run.EvaluateIfDueAsync(cancellationToken);
            }

            await run.SaveIfDueAsync(cancellationToken);
        }

        return await run.CompleteAsync(cancellationToken);
    }
}
