using System.Collections.Generic;
using System.Linq;
using Solar.Runtime;

namespace Solar.Compiler.Tests.Emitting;

/// <summary>
/// Parts of the runtime that emitted code stands on by contract and that Solar.Runtime does not have yet. Each gives way to the real type
/// as soon as there is one; this file goes when all of them are there.
/// </summary>
internal static class RuntimeStandIns
{
    private static readonly Dictionary<string, string> Sources = new()
    {
        ["Solar.Runtime.Training.TrainingRun`1"] = """
            namespace Solar.Runtime.Training;
            using System; using System.Collections.Generic; using System.Threading; using System.Threading.Tasks;
            using Solar.Runtime.Layers; using static TorchSharp.torch;
            public sealed class TrainingDivergedException : Exception;
            public sealed record TrainingResult;
            public sealed record TrainingStep;
            public sealed record PretrainOptions
            {
                public double LearningRate { get; init; } public SchedulerType LrSchedulerType { get; init; } public double WarmupRatio { get; init; }
                public int WarmupSteps { get; init; } public int MaxSteps { get; init; } public double NumTrainEpochs { get; init; }
                public int PerDeviceTrainBatchSize { get; init; } public int GradientAccumulationSteps { get; init; } public int MaxLength { get; init; }
                public double WeightDecay { get; init; } public double AdamBeta1 { get; init; } public double AdamBeta2 { get; init; }
                public double AdamEpsilon { get; init; } public double MaxGradNorm { get; init; } public int Seed { get; init; } public bool Bf16 { get; init; }
                public int LoggingSteps { get; init; } public int SaveSteps { get; init; }
            }
            public sealed record MicroBatch(Tensor InputIds, Tensor Labels, ForwardContext Context);
            public sealed class Batch : List<MicroBatch> { public long Targets => 0; public double Loss => 0; public void Record(Tensor loss) { } }
            public static class Losses { public static Tensor NextToken(Tensor hidden, Func<Tensor, Tensor> head, Tensor labels, long targets) => throw null!; }
            public sealed class TrainedParameters { public double ClipGradNorm(double norm) => 0; }
            public sealed class TrainedOptimizer { public void Step(double learningRate) { } public void ZeroGrad() { } }
            public sealed class TrainingRun<TModel> : IDisposable where TModel : nn.Module, ICausalLanguageModel, IModelDefinition<TModel>
            {
                public static Task<TrainingRun<TModel>> OpenAsync<TStage>(PretrainOptions options, CancellationToken token) where TStage : IStageDefinition<TModel> => throw null!;
                public IEnumerable<Batch> Batches(CancellationToken token) => throw null!;
                public TModel Model => throw null!; public TrainedParameters Parameters => throw null!; public TrainedOptimizer Optimizer => throw null!;
                public IReadOnlyList<double> Schedule => throw null!; public int Step => 0;
                public TrainingStep Log(double loss, double gradNorm) => throw null!;
                public Task SaveIfDueAsync(CancellationToken token) => throw null!; public Task<TrainingResult> CompleteAsync(CancellationToken token) => throw null!;
                public void Dispose() { }
            }
            """,
    };

    /// <summary>Sources of what is missing.</summary>
    public static IEnumerable<string> Missing =>
        Sources.Where(source => typeof(Placement).Assembly.GetType(source.Key) is null)
            .Select(source => "#pragma warning disable CS1591\n#nullable enable\n" + source.Value);
}
