using System;
using System.Collections.Generic;
using System.Linq;
using Solar.Lab.Evaluation.Requests;

namespace Solar.Lab.Evaluation.Engine;

/// <summary>Requests, each distinct one once, and the answers as they come in.</summary>
internal sealed class AnswerSheet
{
    private readonly IProgress<AnswerProgress>? _progress;
    private readonly int[] _numbers;
    private readonly int[] _times;
    private readonly EvaluationAnswer?[] _answers;
    private int _answered;
    private int _known;

    public AnswerSheet(IReadOnlyList<EvaluationRequest> requests, IProgress<AnswerProgress>? progress)
    {
        _progress = progress;
        _numbers = new int[requests.Count];
        var numbers = new Dictionary<EvaluationRequest, int>(RequestEquality.Instance);
        var distinct = new List<EvaluationRequest>();
        for (int i = 0; i < requests.Count; i++)
        {
            if (!numbers.TryGetValue(requests[i], out _numbers[i]))
            {
                numbers.Add(requests[i], _numbers[i] = distinct.Count);
                distinct.Add(requests[i]);
            }
        }

        Distinct = distinct;
        _answers = new EvaluationAnswer?[distinct.Count];
        _times = new int[distinct.Count];
        foreach (int number in _numbers)
        {
            _times[number]++;
        }
    }

    /// <summary>The requests, none of them twice, in the order in which they first came.</summary>
    public IReadOnlyList<EvaluationRequest> Distinct { get; }

    /// <summary>Which of them have an answer.</summary>
    public bool[] IsKnown => [.. _answers.Select(answer => answer is not null)];

    /// <summary>An answer that needed no model.</summary>
    public void Recall(int request, EvaluationAnswer answer)
    {
        _answers[request] = answer;
        _answered += _times[request];
        _known += _times[request];
    }

    /// <summary>Answers that a model gave.</summary>
    public void Take(AnsweredBatch batch)
    {
        foreach ((int request, EvaluationAnswer answer) in batch.Answers)
        {
            if (_answers[request] is null)
            {
                _answers[request] = answer;
                _answered += _times[request];
                _known += _times[request] - 1;
            }
        }

        Report(batch.Share);
    }

    /// <summary>Tells how far it is.</summary>
    public void Report(double share) => _progress?.Report(new AnswerProgress(_answered, _numbers.Length, _known, share));

    /// <summary>The answers, in the order of the requests.</summary>
    /// <exception cref="InvalidOperationException">One is missing.</exception>
    public EvaluationAnswer[] Answers()
    {
        EvaluationAnswer[] distinct = DistinctAnswers();
        return [.. _numbers.Select(number => distinct[number])];
    }

    /// <summary>The answers to <see cref="Distinct"/>.</summary>
    /// <exception cref="InvalidOperationException">One is missing.</exception>
    public EvaluationAnswer[] DistinctAnswers() => [.. _answers.Select((answer, number) =>
        answer ?? throw new InvalidOperationException($"There is no answer to request {number} of {_answers.Length}."))];
}
