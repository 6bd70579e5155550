namespace Solar.Lab.Evaluation.Requests;

/// <summary>What a model says to an <see cref="EvaluationRequest"/>.</summary>
public abstract record EvaluationAnswer
{
    /// <summary>How many tokens of the request did not fit into the model and were left out, on the left.</summary>
    public int LostTokens { get; init; }

    /// <summary>Whether what is scored lost some of them too, and was scored without these.</summary>
    public bool IsCut { get; init; }
}

/// <summary>The answer to a <see cref="LogLikelihoodRequest"/>.</summary>
/// <param name="LogLikelihood">Sum over the continuation's tokens of log p(token | all before), in nats.</param>
/// <param name="IsGreedy">Whether each of these tokens is the most likely one.</param>
public sealed record LogLikelihoodAnswer(double LogLikelihood, bool IsGreedy) : EvaluationAnswer;

/// <summary>The answer to a <see cref="GenerationRequest"/>.</summary>
/// <param name="Text">The text before the first of the request's end strings.</param>
public sealed record GenerationAnswer(string Text) : EvaluationAnswer;

/// <summary>The answer to a <see cref="RollingRequest"/>.</summary>
/// <param name="LogLikelihood">Sum over all tokens of the text of log p(token | those before in its window), in nats.</param>
/// <param name="Tokens">Number of tokens that were predicted.</param>
public sealed record RollingAnswer(double LogLikelihood, long Tokens) : EvaluationAnswer;
