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
            "Solar", "Solar.Runtime", "Solar.Runtime.Checkpoints", "Solar.Runtime.Training", "static TorchSharp.torch",
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
            OptionsEmitter.Write(writer, plan.Declaration);
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

                foreach (Batch batch in run.Batches(cancellationToken))                 // one optimiser step
                {
                    foreach (MicroBatch micro in batch)                                 // {{figures.MicroBatches}}
                    {
                        using var scope = NewDisposeScope();

                        Tensor hidden = run.Model.Hidden(micro.InputIds, micro.Context);                        // [{{figures.Rows}}, {{figures.Length}}, {{spec.HiddenSize}}]
                        Tensor loss = Losses.NextToken(hidden, run.Model.Head, micro.Labels, batch.Targets);    // sum / targets of the whole step
                        loss.backward();

                        batch.Record(loss);
                    }

                    double gradNorm = run.Parameters.ClipGradNorm(options.MaxGradNorm);
                    run.Optimizer.Step(learningRate: run.Schedule[run.Step]);
                    run.Optimizer.ZeroGrad();

                    progress?.Report(run.Log(batch.Loss, gradNorm));
                    await run.SaveIfDueAsync(cancellationToken);
                }

                return await run.CompleteAsync(cancellationToken);
            }
            """);
    }
}
