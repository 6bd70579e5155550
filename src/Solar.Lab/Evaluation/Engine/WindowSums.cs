using System.Collections.Generic;
using Solar.Lab.Evaluation.Requests;

namespace Solar.Lab.Evaluation.Engine;

/// <summary>Answers that are put together of windows: one for a continuation, several for a text that is longer than the model.</summary>
internal sealed class WindowSums
{
    private readonly Dictionary<int, Sum> _sums = [];

    public WindowSums(IEnumerable<ScoredWindow> windows)
    {
        foreach (ScoredWindow window in windows)
        {
            Sum sum = _sums.GetValueOrDefault(window.Owner, new Sum(0, 0, 0, true));
            _sums[window.Owner] = sum with { Missing = sum.Missing + 1 };
        }
    }

    /// <summary>Adds a window's score.</summary>
    /// <returns>The answer that it was the last part of; null where others are missing.</returns>
    public EvaluationAnswer? Add(ScoredWindow window, WindowScore score, EvaluationRequest request)
    {
        Sum sum = _sums[window.Owner];
        _sums[window.Owner] = sum = new Sum(
            sum.Missing - 1, sum.Tokens + window.Scored, sum.LogLikelihood + score.LogLikelihood, sum.IsGreedy && score.IsGreedy);
        return (sum.Missing, request) switch
        {
            (0, RollingRequest) => new RollingAnswer(sum.LogLikelihood, sum.Tokens),
            (0, _) => new LogLikelihoodAnswer(sum.LogLikelihood, sum.IsGreedy) { LostTokens = window.Lost, IsCut = window.IsCut },
            _ => null,
        };
    }

    private readonly record struct Sum(int Missing, long Tokens, double LogLikelihood, bool IsGreedy);
}
