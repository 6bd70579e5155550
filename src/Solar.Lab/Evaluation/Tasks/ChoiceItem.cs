using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Solar.Lab.Evaluation.Metrics;
using Solar.Lab.Evaluation.Requests;

namespace Solar.Lab.Evaluation.Tasks;

/// <summary>A question with choices, one of them right: the model's is the one that it holds most likely as what follows.</summary>
public sealed record ChoiceItem : TaskItem
{
    /// <summary>The choices, without a space before them.</summary>
    public required IReadOnlyList<string> Choices { get; init; }

    /// <summary>0-based index of the right one.</summary>
    public required int Right { get; init; }

    /// <summary>Whether <c>acc_norm</c>, by log-likelihood per character, is measured beside <c>acc</c>.</summary>
    public bool IsNormalized { get; init; } = true;

    /// <inheritdoc/>
    public override string Target => " " + Choices[Right];

    /// <inheritdoc/>
    public override string Gold => Right.ToString(CultureInfo.InvariantCulture);

    /// <inheritdoc/>
    protected override string TextOfQuery => string.Join('\n', Choices.Prepend(Query));

    /// <inheritdoc/>
    public override IReadOnlyList<EvaluationRequest> Ask(string before)
    {
        string context = before + Query;
        return [.. Choices.Select(choice => new LogLikelihoodRequest(context, " " + choice))];
    }

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, double> Score(IReadOnlyList<EvaluationAnswer> answers)
    {
        double[] likelihoods = ChoiceMetrics.LogLikelihoods(answers);
        var metrics = new Dictionary<string, double> { ["acc"] = ChoiceMetrics.Accuracy(likelihoods, Right) };
        if (IsNormalized)
        {
            metrics["acc_norm"] = ChoiceMetrics.NormalizedAccuracy(likelihoods, Choices, Right);
        }

        return metrics;
    }
}
