using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Solar.Lab.Evaluation.Metrics;
using Solar.Lab.Evaluation.Requests;

namespace Solar.Lab.Evaluation.Tasks;

/// <summary>A sentence with a gap and words for it: the model's is the one after which it holds the rest of the sentence most likely.</summary>
public sealed record FilledGapItem : TaskItem
{
    private const string BlankLine = "\n\n";

    /// <summary>The sentence up to the gap and with each word in it.</summary>
    public required IReadOnlyList<string> Starts { get; init; }

    /// <summary>What follows the gap, without a space before it.</summary>
    public required string Rest { get; init; }

    /// <summary>0-based index of the right word.</summary>
    public required int Right { get; init; }

    /// <summary>Whether a prompt is made as <c>leaderboard-v1</c> makes it: all up to the last blank line is kept, though it were one of the sentence itself.</summary>
    public bool KeepsToLastBlankLine { get; init; }

    /// <inheritdoc/>
    public override string Target => " " + Rest;

    /// <inheritdoc/>
    public override string Gold => Right.ToString(CultureInfo.InvariantCulture);

    /// <inheritdoc/>
    public override IReadOnlyList<EvaluationRequest> Ask(string before)
    {
        string kept = before;
        if (KeepsToLastBlankLine)
        {
            string[] paragraphs = (before + Query).Split(BlankLine);
            kept = string.Concat(paragraphs.SkipLast(1).Select(paragraph => paragraph + BlankLine));
        }

        return [.. Starts.Select(start => new LogLikelihoodRequest(kept + start, " " + Rest))];
    }

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, double> Score(IReadOnlyList<EvaluationAnswer> answers) =>
        new Dictionary<string, double> { ["acc"] = ChoiceMetrics.Accuracy(ChoiceMetrics.LogLikelihoods(answers), Right) };
}
