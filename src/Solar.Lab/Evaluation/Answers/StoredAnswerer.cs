using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Solar.Lab.Evaluation.Engine;
using Solar.Lab.Evaluation.Requests;

namespace Solar.Lab.Evaluation.Answers;

/// <summary>
/// Answers what is kept from what is kept, and keeps the rest as it comes. Batches are cut as if nothing were known and left out where all of
/// them is, so that a run that was interrupted and goes on has the answers of one that was not, to the bit.
/// </summary>
/// <param name="source">Computes what is not known.</param>
/// <param name="store">The answers that are kept; it belongs to the caller.</param>
public sealed class StoredAnswerer(IAnswerSource source, AnswerStore store) : IRequestAnswerer
{
    /// <summary>What was left out of the distinct requests that were answered, those whose answers were kept among them.</summary>
    public TruncationCount Truncated { get; private set; }

    /// <inheritdoc/>
    public IReadOnlyList<EvaluationAnswer> Answer(
        IReadOnlyList<EvaluationRequest> requests, IProgress<AnswerProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(requests);
        AnswerSheet sheet = new(requests, progress);
        for (int i = 0; i < sheet.Distinct.Count; i++)
        {
            if (store.Find(sheet.Distinct[i]) is { } answer)
            {
                sheet.Recall(i, answer);
            }
        }

        sheet.Report(sheet.IsKnown.All(known => known) ? 1 : 0);
        source.Compute(sheet.Distinct, sheet.IsKnown, Keep, cancellationToken);
        Truncated = sheet.DistinctAnswers().Aggregate(Truncated, (sum, answer) => sum + TruncationCount.Of(answer));
        return sheet.Answers();

        void Keep(AnsweredBatch batch)
        {
            // Kept first: what anybody hears of is not lost.
            store.Add([.. batch.Answers.Select(answer => (sheet.Distinct[answer.Request], answer.Answer))]);
            sheet.Take(batch);
        }
    }
}
