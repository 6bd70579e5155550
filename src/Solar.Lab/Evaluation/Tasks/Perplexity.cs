using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using Solar.Lab.Evaluation.Data;
using Solar.Lab.Evaluation.Metrics;
using Solar.Lab.Evaluation.Profiles;
using Solar.Lab.Evaluation.Python;
using Solar.Lab.Evaluation.Requests;

namespace Solar.Lab.Evaluation.Tasks;

/// <summary>
/// Perplexity of texts: exp(−Σ log p / N), N being words, bytes or tokens. Words are what stands between runs of white space, as the harness counts them in WikiText.
/// </summary>
/// <param name="file">
/// A text file, which is one document; or JSON lines, a JSON array, CSV or Parquet, of which each row's <c>text</c> (or <c>page</c>) is one. Relative to the data
/// directory.
/// </param>
public sealed class Perplexity(string file) : EvaluationTask
{
    private const string LogLikelihood = "log_likelihood";
    private const string Words = "words";
    private const string Bytes = "bytes";
    private const string Tokens = "tokens";

    /// <inheritdoc/>
    public override string Name => "perplexity_" + Path.GetFileName(file).Split('.')[0];

    /// <inheritdoc/>
    public override string PrimaryMetric(EvaluationProfile profile) => "word_perplexity";

    /// <inheritdoc/>
    public override IReadOnlyList<PreparedTask> Prepare(TaskSetup setup)
    {
        ArgumentNullException.ThrowIfNull(setup);

        string path = Path.Combine(setup.DataDirectory, file);
        if (!File.Exists(path))
        {
            throw new TaskDataException($"Task {Name} has no data: there is no file '{path}'.");
        }

        IReadOnlyList<string> texts = RecordFile.Texts(path, ["text", "page"]);
        int count = setup.Limit?.Take(texts.Count) ?? texts.Count;
        return count > 0
            ? [new PreparedTask { Name = Name, FewShots = 0, Available = texts.Count, Documents = [.. texts.Take(count).Select(Document)] }]
            : throw new TaskDataException(FormattableString.Invariant($"A limit of {setup.Limit!.Value} leaves none of {texts.Count} texts of {path}; raise it."));
    }

    /// <inheritdoc/>
    public override TaskResult Summarize(IReadOnlyList<ScoredTask> parts, EvaluationProfile profile)
    {
        TaskResult result = base.Summarize(parts, profile);
        ScoredTask scored = parts[0];
        double likelihood = Sum(LogLikelihood);
        return result with
        {
            IsShare = false,
            Metrics =
            [
                Metric("word_perplexity", Math.Exp(-likelihood / Sum(Words))),
                Metric("byte_perplexity", Math.Exp(-likelihood / Sum(Bytes))),
                Metric("bits_per_byte", -likelihood / Sum(Bytes) / Math.Log(2)),
                Metric("token_perplexity", Math.Exp(-likelihood / Sum(Tokens))),
            ],
        };

        double Sum(string metric) => scored.Values(metric).Sum();

        MetricResult Metric(string name, double value) => new(name, value, null, result.Documents);
    }

    private static PreparedDocument Document(string text, int index) => new()
    {
        Position = index,
        Index = index,
        FewShots = [],
        Text = text,
        Gold = "",
        Requests = [new RollingRequest(text)],
        Score = answers => new Dictionary<string, double>
        {
            [LogLikelihood] = ((RollingAnswer)answers[0]).LogLikelihood,
            [Words] = PythonText.SplitCount(text),
            [Bytes] = Encoding.UTF8.GetByteCount(text),
            [Tokens] = ((RollingAnswer)answers[0]).Tokens,
        },
    };
}
