namespace Solar.Lab.Evaluation.Engine;

/// <summary>What a model computed to answer requests.</summary>
/// <param name="Requests">Distinct requests that it answered.</param>
/// <param name="TokensAsked">Tokens that it would have been fed, had each request been computed alone.</param>
/// <param name="TokensComputed">Tokens that it was fed, padding included.</param>
/// <param name="Passes">Forward passes.</param>
/// <param name="TokensGenerated">Tokens that were generated and kept.</param>
public readonly record struct EngineWork(long Requests, long TokensAsked, long TokensComputed, long Passes, long TokensGenerated)
{
    /// <summary>Both together.</summary>
    public static EngineWork operator +(EngineWork a, EngineWork b) => new(
        a.Requests + b.Requests,
        a.TokensAsked + b.TokensAsked,
        a.TokensComputed + b.TokensComputed,
        a.Passes + b.Passes,
        a.TokensGenerated + b.TokensGenerated);
}
