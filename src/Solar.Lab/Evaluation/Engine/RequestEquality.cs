using System;
using System.Collections.Generic;
using System.Linq;
using Solar.Lab.Evaluation.Requests;

namespace Solar.Lab.Evaluation.Engine;

/// <summary>Requests that have the same answer: the end strings of a generation are compared one by one, which records do not.</summary>
internal sealed class RequestEquality : IEqualityComparer<EvaluationRequest>
{
    public static RequestEquality Instance { get; } = new();

    public bool Equals(EvaluationRequest? x, EvaluationRequest? y) => (x, y) switch
    {
        (GenerationRequest a, GenerationRequest b) => a.Context == b.Context && a.MaxNewTokens == b.MaxNewTokens && a.Until.SequenceEqual(b.Until),
        _ => object.Equals(x, y),
    };

    public int GetHashCode(EvaluationRequest obj) => obj switch
    {
        GenerationRequest request => HashCode.Combine(request.Context, request.MaxNewTokens, request.Until.Count),
        _ => obj.GetHashCode(),
    };
}
