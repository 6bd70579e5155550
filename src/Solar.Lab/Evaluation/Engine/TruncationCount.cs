using Solar.Lab.Evaluation.Requests;

namespace Solar.Lab.Evaluation.Engine;

/// <summary>What did not fit into the model and was left out, on the left.</summary>
/// <param name="Requests">Distinct requests that lost tokens.</param>
/// <param name="Tokens">How many they lost in all.</param>
/// <param name="Continuations">How many of them lost tokens of what is scored too, and are scored without these.</param>
public readonly record struct TruncationCount(long Requests, long Tokens, long Continuations)
{
    /// <summary>What one request lost, as its answer says.</summary>
    internal static TruncationCount Of(EvaluationAnswer answer) => new(answer.LostTokens > 0 ? 1 : 0, answer.LostTokens, answer.IsCut ? 1 : 0);

    /// <summary>Both together.</summary>
    public static TruncationCount operator +(TruncationCount a, TruncationCount b) =>
        new(a.Requests + b.Requests, a.Tokens + b.Tokens, a.Continuations + b.Continuations);
}
