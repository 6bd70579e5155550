using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.IO.Hashing;
using System.Linq;
using System.Text;
using System.Text.Json;
using System.Threading;
using Solar.Lab.Evaluation.Requests;

namespace Solar.Lab.Tests.Evaluation.Recorded;

/// <summary>The model by which the harness was recorded: it answers by a formula over the text of a request.</summary>
internal sealed class DummyModel(string gsm8kTest) : IRequestAnswerer
{
    private const string Asked = "Question: ";
    private const string AnswerMark = "\nAnswer:";

    private readonly Lazy<Dictionary<string, string>> _solutions = new(() => File.ReadLines(gsm8kTest)
        .Select(line => JsonDocument.Parse(line).RootElement)
        .ToDictionary(row => row.GetProperty("question").GetString()!, row => row.GetProperty("answer").GetString()!));

    public IReadOnlyList<EvaluationAnswer> Answer(
        IReadOnlyList<EvaluationRequest> requests, IProgress<AnswerProgress>? progress = null, CancellationToken cancellationToken = default) =>
        [.. requests.Select(Answer)];

    public EvaluationAnswer Answer(EvaluationRequest request) => request switch
    {
        LogLikelihoodRequest asked => Likelihood(asked),
        GenerationRequest asked => new GenerationAnswer(Cut(Written(asked.Context), asked.Until)),
        _ => throw new NotSupportedException(),
    };

    /// <summary>What it writes before it is cut off.</summary>
    public string Written(string context)
    {
        int start = context.LastIndexOf(Asked, StringComparison.Ordinal) + Asked.Length;
        string question = context[start..^AnswerMark.Length];
        string a = _solutions.Value[question];
        string n = a[(a.IndexOf("#### ", StringComparison.Ordinal) + 5)..];
        string p = n.Replace(",", "", StringComparison.Ordinal);
        return (Crc(context) % 10) switch
        {
            0 => " " + a,
            1 => "The answer is 42.\n#### 42",
            2 => $" So there are {n}.\n#### {n}.",
            3 => " I do not know.",
            4 => " Result\n#### $" + n,
            5 => " First #### 7 and then\n#### " + n,
            6 => $"\n#### {p}\n\nQuestion: How many?\nAnswer: 3\n#### 3",
            7 => " We get\n####" + n,
            8 => " Steps: add.\n#### " + n,
            _ => string.Create(CultureInfo.InvariantCulture, $" It is #### {p[0]},{p[1..]} dollars"),
        };
    }

    private static LogLikelihoodAnswer Likelihood(LogLikelihoodRequest request)
    {
        uint c = Crc(request.Context + "\0" + request.Continuation);
        return new LogLikelihoodAnswer(-(double)(c % 10007) / 100, c % 2 == 1);
    }

    private static string Cut(string text, IReadOnlyList<string> until)
    {
        foreach (string stop in until)
        {
            int end = text.IndexOf(stop, StringComparison.Ordinal);
            text = end < 0 ? text : text[..end];
        }

        return text;
    }

    private static uint Crc(string text) => Crc32.HashToUInt32(Encoding.UTF8.GetBytes(text));
}
