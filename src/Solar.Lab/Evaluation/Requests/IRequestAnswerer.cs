using System;
using System.Collections.Generic;
using System.Threading;

namespace Solar.Lab.Evaluation.Requests;

/// <summary>Whoever answers requests: a model with its tokenizer, a store of earlier answers before it, a formula in tests.</summary>
public interface IRequestAnswerer
{
    /// <summary>The answers, in the order of the requests.</summary>
    /// <param name="requests">The requests, of any kinds; equal ones may be there several times.</param>
    /// <param name="progress">Hears of answers as they come; null for nobody.</param>
    /// <param name="cancellationToken">Stops between two batches; answers that were kept until then need not be computed again.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    IReadOnlyList<EvaluationAnswer> Answer(
        IReadOnlyList<EvaluationRequest> requests, IProgress<AnswerProgress>? progress = null, CancellationToken cancellationToken = default);
}

/// <summary>How far the answers to some requests are.</summary>
/// <param name="Answered">Requests that have an answer.</param>
/// <param name="Total">All requests.</param>
/// <param name="Known">Of those answered, how many needed no model: repeated ones, and ones whose answers were kept by an earlier run.</param>
/// <param name="Share">Share of the work that is done, by tokens, 0 to 1: what time left is told by.</param>
public readonly record struct AnswerProgress(int Answered, int Total, int Known, double Share);
