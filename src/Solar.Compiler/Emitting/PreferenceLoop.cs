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

                        Tensor hidden = run.Model.Hidden(micro.InputIds, micro.Context);                        // [2 · {{figures.Rows}}, ≤ {{figures.Length}}, {{spec.HiddenSize}}]: chosen answers, then rejected ones
                        Tensor logps = Losses.CompletionLogProbs(hidden, run.Model.Head, micro.Labels);         // [2 · {{figures.Rows}}]
                        Tensor loss = run.Objective.Loss(logps, micro, batch);                                  // mean over the pairs of the whole step
                        loss.backward();

                        batch.Record(loss);
                    }

            """;
    }
}
