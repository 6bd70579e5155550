using System;
using System.Collections.Generic;
using System.Threading;
using Solar.Lab.Evaluation.Requests;

namespace Solar.Lab.Evaluation.Engine;

/// <summary>Whoever computes answers batch by batch, so that they can be kept as they come.</summary>
public interface IAnswerSource
{
    /// <summary>Computes what is not known yet. What is known decides which batches are left out, and never how they are cut.</summary>
    /// <param name="requests">Requests, none of them twice.</param>
    /// <param name="isKnown">For each of them, whether its answer is known and not asked for.</param>
    /// <param name="onBatch">Receives the answers of each batch, and some calls without any that only tell how far it is.</param>
    /// <param name="cancellationToken">Stops between two batches.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    void Compute(
        IReadOnlyList<EvaluationRequest> requests, IReadOnlyList<bool> isKnown, Action<AnsweredBatch> onBatch, CancellationToken cancellationToken);
}

/// <summary>Answers that came at once.</summary>
/// <param name="Answers">Numbers of requests, with their answers; may be empty.</param>
/// <param name="Share">Share of the work that is done, by tokens, 0 to 1.</param>
public sealed record AnsweredBatch(IReadOnlyList<(int Request, EvaluationAnswer Answer)> Answers, double Share);
