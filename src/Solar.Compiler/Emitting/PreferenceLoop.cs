using System.Linq;
using Solar.Families;
using Solar.Plans;
using Solar.Specs;

namespace Solar.Compiler.Emitting;

/// <summary>The head of the loop of a stage that learns from preferences.</summary>
internal static class PreferenceLoop
{
    /// <summary>From the opening of the run to the last forward pass of a step.</summary>
    public static string Of(StagePlan plan, DecoderSpec spec, string model, StageFigures figures)
    {
        string name = Identifiers.Escape(plan.Declaration.Name.Name);
        return $$"""
                using var run = await AlignmentRun<{{model}}>.OpenAsync<{{name}}>(options, cancellationToken);

                foreach (PreferenceBatch batch in run.Batches(cancellationToken))       // one optimiser step
                {
                    foreach (PreferenceMicroBatch micro in batch)                       // {{figures.MicroBatches}}
                    {
                        using var scope = NewDisposeScope();

            {{(IsOfSingleAnswers(plan) ? Answers(spec, figures) : Pairs(spec, figures))}}
                        loss.backward();

                        batch.Record(loss);
                    }

            """;
    }

    /// <summary>Whether rows are single answers with a label, and not pairs.</summary>
    public static bool IsOfSingleAnswers(StagePlan plan) =>
        StageVocabulary.AlignTune.Value(plan.Declaration.Options, "loss_type")!.Value.AsItems().Contains("kto");

    private static string Pairs(DecoderSpec spec, StageFigures figures) => $"""
                        Tensor hidden = run.Model.Hidden(micro.InputIds, micro.Context);                        // [2 · {figures.Rows}, ≤ {figures.Length}, {spec.HiddenSize}]: chosen answers, then rejected ones
                        Tensor logps = Losses.CompletionLogProbs(hidden, run.Model.Head, micro.Labels);         // [2 · {figures.Rows}]
                        PairLogProbs pairs = run.Compare(micro, logps);                                         // beside what the model said at the start
                        Tensor loss = run.Objective.Loss(pairs, batch.Pairs, batch.ChosenTokens);               // mean over the pairs of the whole step
            """;

    private static string Answers(DecoderSpec spec, StageFigures figures) => $"""
                        Tensor hidden = run.Model.Hidden(micro.InputIds, micro.Context);                        // [{figures.Rows}, ≤ {figures.Length}, {spec.HiddenSize}]
                        Tensor logps = Losses.CompletionLogProbs(hidden, run.Model.Head, micro.Labels);         // [{figures.Rows}]
                        AnswerLogProbs answers = run.CompareAnswers(micro, logps);                              // beside what the model said at the start
                        Tensor drift = run.Divergence(micro);                                                   // by answers to other prompts, without gradient
                        Tensor loss = run.Objective.Loss(answers, drift, batch.Pairs, batch.ChosenTokens);      // mean over the answers of the whole step
            """;
}
