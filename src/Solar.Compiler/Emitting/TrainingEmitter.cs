using Solar.Plans;
using Solar.Specs;

namespace Solar.Compiler.Emitting;

/// <summary>Writes <c>X.Training.g.cs</c> of a stage: its options, its loop and its checkpoint.</summary>
internal static class TrainingEmitter
{
    public static EmittedFile Emit(StagePlan plan, DecoderSpec model, EmitContext context) => SourceFile.Compose(
        plan.Declaration.Name, plan.Declaration.Shape, "Training", context, StageText.Header(plan),
        [
            "System", "System.CodeDom.Compiler", "System.Threading", "System.Threading.Tasks",
            "Solar", "Solar.Runtime", "Solar.Runtime.Checkpoints", .. TokenLoop.Usings(plan, model),
            "Solar.Runtime.Training", .. plan.Declaration.Kind == StageKind.AlignTune ? ["Solar.Runtime.Training.Preferences"] : (string[])[], "static TorchSharp.torch",
        ],
        writer => Write(writer, plan, model, context));

    private static void Write(IndentedWriter writer, StagePlan plan, DecoderSpec spec, EmitContext context)
    {
        string model = Identifiers.Reference(plan.Declaration.Name, plan.Model);
        StageFigures figures = new(plan.Declaration);

        writer.WriteSummary(StageText.Summary(plan, figures.Extent));
        writer.Write($"[GeneratedCode(\"Solar.Generators\", {Literals.Code(context.Version)})]");
        writer.Write($"{ModelText.Opening(plan.Declaration)} : I{plan.Declaration.Kind}Definition<{model}>");
        using (writer.WriteBlock())
        {
            StageText.WriteDescription(writer, plan);
            writer.Line();
            OptionsEmitter.Write(writer, plan);
            writer.Line();
            WriteLoop(writer, plan, plan.Declaration.Kind == StageKind.AlignTune
                ? PreferenceLoop.Of(plan, spec, model, figures)
                : TokenLoop.Of(plan, spec, model, figures));
            writer.Line();
            CheckpointEmitter.WriteLoad(writer, plan.Declaration.Name, plan.Model);
        }
    }

    private static void WriteLoop(IndentedWriter writer, StagePlan plan, string body)
    {
        string start = Identifiers.Reference(plan.Declaration.Name, plan.Start);
        string reference = plan.Declaration.Kind == StageKind.AlignTune ? ", which is its reference too" : "";
        writer.WriteSummary($"Trains from the weights of <see cref=\"{start}\"/>{reference}, or goes on where an interrupted run of the same inputs stopped.");
        writer.Write($$"""
            /// <param name="options">The run: <see cref="Defaults"/> with its folders, and whatever is to differ.</param>
            /// <param name="progress">Told of every step.</param>
            /// <param name="cancellationToken">Stops between two forward passes; what is saved can be resumed.</param>
            /// <exception cref="CheckpointException">The weights are not this stage's model's; the message names what differs.</exception>
            /// <exception cref="TrainingDataException">A data set cannot be read; the message names file and line.</exception>
            /// <exception cref="TrainingDivergedException">The loss became NaN or infinite; the message names the batch and its rows.</exception>{{Exceptions(plan)}}
            public static async Task<TrainingResult> TrainAsync(
                {{plan.Declaration.Kind}}Options options, IProgress<TrainingStep>? progress = null, CancellationToken cancellationToken = default)
            {
            {{body}}
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

    private static string Exceptions(StagePlan plan) => plan.Declaration.Kind == StageKind.AlignTune
        ? "\n/// <exception cref=\"PreferenceException\">A pair without an answer, or a model that is not its reference at the start; the message names the rows.</exception>"
        : "";

    private static string Evaluation(StagePlan plan) =>
        plan.EvalDatasets.Count == 0 ? "" : "        await run.EvaluateIfDueAsync(cancellationToken);\n";
}
