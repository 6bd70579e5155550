using System.Linq;
using Solar.Plans;
using Solar.Specs;

namespace Solar.Compiler.Emitting;

/// <summary>Writes <c>X.Training.g.cs</c> of a pretraining stage: its options, its loop and its checkpoint.</summary>
internal static class TrainingEmitter
{
    public static EmittedFile Emit(StagePlan plan, DecoderSpec model, EmitContext context) => SourceFile.Compose(
        plan.Declaration.Name, plan.Declaration.Shape, "Training", context, StageText.Header(plan),
        [
            "System", "System.CodeDom.Compiler", "System.Threading", "System.Threading.Tasks",
            "Solar", "Solar.Runtime", "Solar.Runtime.Checkpoints", .. Balanced(model) is null ? (string[])[] : ["Solar.Runtime.Layers"],
            "Solar.Runtime.Training", "static TorchSharp.torch",
        ],
        writer => Write(writer, plan, model, context));

    private static void Write(IndentedWriter writer, StagePlan plan, DecoderSpec spec, EmitContext context)
    {
        string model = Identifiers.Reference(plan.Declaration.Name, plan.Model);
        StageFigures figures = new(plan.Declaration);

        writer.WriteSummary(StageText.Summary(plan, figures.Extent));
        writer.Write($"[GeneratedCode(\"Solar.Generators\", {Literals.Code(context.Version)})]");
        writer.Write($"{ModelText.Opening(plan.Declaration)} : IPretrainDefinition<{model}>");
        using (writer.WriteBlock())
        {
            StageText.WriteDescription(writer, plan);
            writer.Line();
            OptionsEmitter.Write(writer, plan);
            writer.Line();
            WriteLoop(writer, plan, spec, model, figures);
            writer.Line();
            CheckpointEmitter.WriteLoad(writer, plan.Declaration.Name, plan.Model);
        }
    }

    private static void WriteLoop(IndentedWriter writer, StagePlan plan, DecoderSpec spec, string model, StageFigures figures)
    {
        string name = Identifiers.Escape(plan.Declaration.Name.Name);
        string start = Identifiers.Reference(plan.Declaration.Name, plan.Start);
        MixtureOfExpertsSpec? balanced = Balanced(spec);
        string shape = $"[{figures.Rows}, {figures.Length}, {spec.HiddenSize}]";
        writer.WriteSummary($"Trains from the weights of <see cref=\"{start}\"/>, or goes on where an interrupted run of the same inputs stopped.");
        writer.Write($$"""
            /// <param name="options">The run: <see cref="Defaults"/> with its folders, and whatever is to differ.</param>
            /// <param name="progress">Told of every step.</param>
            /// <param name="cancellationToken">Stops between two forward passes; what is saved can be resumed.</param>
            /// <exception cref="CheckpointException">The weights are not this stage's model's; the message names what differs.</exception>
            /// <exception cref="TrainingDataException">A data set cannot be read; the message names file and line.</exception>
            /// <exception cref="TrainingDivergedException">The loss became NaN or infinite; the message names the batch and its rows.</exception>
            public static async Task<TrainingResult> TrainAsync(
                PretrainOptions options, IProgress<TrainingStep>? progress = null, CancellationToken cancellationToken = default)
            {
                using var run = await TrainingRun<{{model}}>.OpenAsync<{{name}}>(options, cancellationToken);
            {{Coefficient(balanced)}}
                foreach (Batch batch in run.Batches(cancellationToken))                 // one optimiser step
                {
                    foreach (MicroBatch micro in batch)                                 // {{figures.MicroBatches}}
                    {
                        using var scope = NewDisposeScope();
            {{Forward(balanced, shape)}}
                        loss.backward();

                        batch.Record(loss);
                    }

                    double gradNorm = run.Parameters.ClipGradNorm(options.MaxGradNorm);
                    run.Optimizer.Step(learningRate: run.Schedule[run.Step]);
                    run.Optimizer.ZeroGrad();

                    progress?.Report(run.Log(batch.Loss, gradNorm));
            {{Evaluation(plan)}}        await run.SaveIfDueAsync(cancellationToken);
                }

                return await run.CompleteAsync(cancellationToken);
            }
            """);
    }

    private static string Evaluation(StagePlan plan) =>
        plan.EvalDatasets.Count == 0 ? "" : "        await run.EvaluateIfDueAsync(cancellationToken);\n";

    // The kind of layers whose routers are to be kept even; their coefficients are one key of the config.
    private static MixtureOfExpertsSpec? Balanced(DecoderSpec spec) => spec.LayerKinds
        .Select(kind => kind.Mlp)
        .OfType<MixtureOfExpertsSpec>()
        .FirstOrDefault(mixture => mixture.RouterAuxLossCoefficient > 0);

    private static string Coefficient(MixtureOfExpertsSpec? balanced) => balanced is null
        ? ""
        : $"""
                const double routerAuxLossCoef = {Literals.Code(balanced.RouterAuxLossCoefficient)};

            """.TrimEnd(' ');

    private static string Forward(MixtureOfExpertsSpec? balanced, string shape) => balanced is null
        ? $"""

                        Tensor hidden = run.Model.Hidden(micro.InputIds, micro.Context);                        // {shape}
                        Tensor loss = Losses.NextToken(hidden, run.Model.Head, micro.Labels, batch.Targets);    // sum / targets of the whole step
            """
        : $$"""
                        using RouterLog routers = new();

                        Tensor hidden = run.Model.Hidden(micro.InputIds, micro.Context with { Routers = routers });    // {{shape}}
                        Tensor loss = Losses.NextToken(hidden, run.Model.Head, micro.Labels, batch.Targets);           // sum / targets of the whole step
                        Tensor balance = routers.LoadBalancingLoss(expertsPerToken: {{balanced.NumExpertsPerToken}}, micro.AttentionMask);           // {{balanced.NumExpertsPerToken}} where all experts are used alike
                        loss = loss + routerAuxLossCoef * micro.Share * balance;
            """;
}
