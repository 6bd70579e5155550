using System;

namespace Solar.Lab.Evaluation.Engine;

/// <summary>A task asks for more new tokens than a model has room for behind its context.</summary>
public sealed class TooFewPositionsException : ArgumentException
{
    /// <summary>A request without room.</summary>
    /// <param name="newTokens">Tokens that it asks for.</param>
    /// <param name="positions">Positions of the model.</param>
    public TooFewPositionsException(int newTokens, int positions)
        : base(FormattableString.Invariant($"A request asks for {newTokens} new tokens of a model that has room for {positions}: nothing is left for the context. Leave out the tasks that write, such as gsm8k."))
    {
    }
}
