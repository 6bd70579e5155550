using System;
using System.Collections.Generic;
using Solar.Lab.Evaluation.Data;
using Solar.Lab.Evaluation.Metrics;
using Solar.Lab.Evaluation.Profiles;

namespace Solar.Lab.Evaluation.Tasks;

/// <summary>GSM8K (Cobbe et al., 2021): 1,319 word problems of school mathematics whose solutions a model writes; 5 examples, exact match of the result.</summary>
public sealed class Gsm8k : GenerationTask
{
    /// <inheritdoc/>
    public override string Name => "gsm8k";

    /// <inheritdoc/>
    public override int FewShots => 5;

    /// <inheritdoc/>
    public override string PrimaryMetric(EvaluationProfile profile)
    {
        ArgumentNullException.ThrowIfNull(profile);

        return profile.Gsm8kScoring == Gsm8kScoring.FirstMarked ? "acc" : "exact_match,strict-match";
    }

    /// <inheritdoc/>
    public override TaskDataset Dataset { get; } = new("openai/gsm8k", "test") { Configuration = "main", Examples = "train" };

    /// <inheritdoc/>
    protected override GenerationItem Read(DataRecord record, EvaluationProfile profile)
    {
        ArgumentNullException.ThrowIfNull(record);
        ArgumentNullException.ThrowIfNull(profile);

        string question = record.Text("question"), answer = record.Text("answer");
        return new GenerationItem
        {
            Query = $"Question: {question}\nAnswer:",
            Text = $"{question}\n{answer}",
            Answer = answer,
            Until = profile.Gsm8kUntil,
            MaxNewTokens = profile.MaxNewTokens,
            Judge = profile.Gsm8kScoring == Gsm8kScoring.FirstMarked ? FirstMarked : StrictAndFlexible,
        };

        IReadOnlyDictionary<string, double> FirstMarked(string written) => new Dictionary<string, double>
        {
            ["acc"] = Gsm8kAnswers.IsFirstMarked(written, answer) ? 1 : 0,
        };

        IReadOnlyDictionary<string, double> StrictAndFlexible(string written) => new Dictionary<string, double>
        {
            ["exact_match,strict-match"] = Gsm8kAnswers.IsMatch(Gsm8kAnswers.Strict(written), answer) ? 1 : 0,
            ["exact_match,flexible-extract"] = Gsm8kAnswers.IsMatch(Gsm8kAnswers.Flexible(written), answer) ? 1 : 0,
        };
    }
}
