using System.Collections.Generic;

namespace Solar.Lab.Evaluation.Requests;

/// <summary>One question to a model, in text: tokens, begin tokens and truncation are the concern of whoever answers it.</summary>
/// <param name="Context">What is given, few-shot examples included.</param>
public abstract record EvaluationRequest(string Context);

/// <summary>How likely is a continuation of a context? Harness: <c>loglikelihood</c>.</summary>
/// <param name="Context">What is given; may be empty.</param>
/// <param name="Continuation">What is scored, with the space that it begins with.</param>
public sealed record LogLikelihoodRequest(string Context, string Continuation) : EvaluationRequest(Context);

/// <summary>What does the model go on with, greedily? Harness: <c>greedy_until</c>, <c>generate_until</c>.</summary>
/// <param name="Context">What is given.</param>
/// <param name="Until">Strings that the answer ends before, in the order in which they are looked for.</param>
/// <param name="MaxNewTokens">Greatest number of tokens of the answer.</param>
public sealed record GenerationRequest(string Context, IReadOnlyList<string> Until, int MaxNewTokens) : EvaluationRequest(Context);

/// <summary>How likely is a text, each token given all before it that the model has room for? Harness: <c>loglikelihood_rolling</c>.</summary>
/// <param name="Text">The text; it is cut into windows of the model's length, of which each token is predicted once.</param>
public sealed record RollingRequest(string Text) : EvaluationRequest(Text);
