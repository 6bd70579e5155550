using System;
using System.Collections.Generic;
using static TorchSharp.torch;

namespace Solar.Runtime.Training.Preferences;

/// <summary>
/// What TRL logs of an alignment, as sums over rows, so that those of several forward passes can be added. A reward is β times the log-ratio to
/// the reference; of <c>simpo</c> and <c>orpo</c>, which have none, β times the log-probability of a token.
/// </summary>
public sealed record PreferenceMetrics
{
    /// <summary>Nothing yet.</summary>
    public static PreferenceMetrics None { get; } = new();

    /// <summary>Number of better or wanted answers.</summary>
    public long Chosen { get; private init; }

    /// <summary>Number of worse or unwanted answers.</summary>
    public long Rejected { get; private init; }

    /// <summary>Number of pairs; 0 for single answers.</summary>
    public long Pairs { get; private init; }

    /// <summary>Number of pairs whose better answer has the greater reward. A tie is none, so that it is 0 where the model is the reference.</summary>
    public long Accurate { get; private init; }

    private double ChosenReward { get; init; }

    private double RejectedReward { get; init; }

    private double ChosenLogp { get; init; }

    private double RejectedLogp { get; init; }

    /// <summary><c>rewards/chosen</c>: mean reward of the better answers.</summary>
    public double RewardsChosen => ChosenReward / Chosen;

    /// <summary><c>rewards/rejected</c>: mean reward of the worse answers.</summary>
    public double RewardsRejected => RejectedReward / Rejected;

    /// <summary><c>rewards/accuracies</c>: share of the pairs whose better answer has the greater reward; NaN for single answers.</summary>
    public double RewardsAccuracies => (double)Accurate / Pairs;

    /// <summary><c>rewards/margins</c>: by how much the reward of the better answers is greater.</summary>
    public double RewardsMargins => RewardsChosen - RewardsRejected;

    /// <summary><c>logps/chosen</c>: mean of the better answers' summed log-probabilities.</summary>
    public double LogpsChosen => ChosenLogp / Chosen;

    /// <summary><c>logps/rejected</c>: mean of the worse answers' summed log-probabilities.</summary>
    public double LogpsRejected => RejectedLogp / Rejected;

    /// <summary>Those of the pairs of a forward pass. Reading them waits for the device once.</summary>
    public static PreferenceMetrics Of(PairLogProbs logps, PreferenceObjective objective)
    {
        ArgumentNullException.ThrowIfNull(logps);
        ArgumentNullException.ThrowIfNull(objective);
        using var scope = NewDisposeScope();
        using (no_grad())
        {
            (Tensor chosen, Tensor rejected) = objective.NeedsReference
                ? (objective.Beta * logps.ChosenRatio, objective.Beta * logps.RejectedRatio)
                : (objective.Beta * logps.ChosenMean, objective.Beta * logps.RejectedMean);
            double[] sums = Sums(chosen, rejected, chosen > rejected, logps.Chosen, logps.Rejected);
            return new PreferenceMetrics
            {
                Chosen = logps.Count,
                Rejected = logps.Count,
                Pairs = logps.Count,
                ChosenReward = sums[0],
                RejectedReward = sums[1],
                Accurate = (long)sums[2],
                ChosenLogp = sums[3],
                RejectedLogp = sums[4],
            };
        }
    }

    /// <summary>Those of the single answers of a forward pass. Reading them waits for the device once.</summary>
    public static PreferenceMetrics Of(AnswerLogProbs logps, PreferenceObjective objective)
    {
        ArgumentNullException.ThrowIfNull(logps);
        ArgumentNullException.ThrowIfNull(objective);
        using var scope = NewDisposeScope();
        using (no_grad())
        {
            Tensor reward = objective.Beta * logps.Ratio, unwanted = logps.IsDesirable.logical_not();
            double[] sums = Sums(
                logps.IsDesirable,
                reward.masked_fill(unwanted, 0),
                reward.masked_fill(logps.IsDesirable, 0),
                logps.Answers.masked_fill(unwanted, 0),
                logps.Answers.masked_fill(logps.IsDesirable, 0));
            return new PreferenceMetrics
            {
                Chosen = (long)sums[0],
                Rejected = logps.Count - (long)sums[0],
                ChosenReward = sums[1],
                RejectedReward = sums[2],
                ChosenLogp = sums[3],
                RejectedLogp = sums[4],
            };
        }
    }

    /// <summary>Those of the rows of both.</summary>
    public static PreferenceMetrics operator +(PreferenceMetrics left, PreferenceMetrics right)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        return new PreferenceMetrics
        {
            Chosen = left.Chosen + right.Chosen,
            Rejected = left.Rejected + right.Rejected,
            Pairs = left.Pairs + right.Pairs,
            Accurate = left.Accurate + right.Accurate,
            ChosenReward = left.ChosenReward + right.ChosenReward,
            RejectedReward = left.RejectedReward + right.RejectedReward,
            ChosenLogp = left.ChosenLogp + right.ChosenLogp,
            RejectedLogp = left.RejectedLogp + right.RejectedLogp,
        };
    }

    /// <summary>Those of the rows of both.</summary>
    public PreferenceMetrics Add(PreferenceMetrics other) => this + other;

    /// <summary>Those that there are, by TRL's names.</summary>
    public IEnumerable<(string Name, double Value)> Named()
    {
        (string Name, double Value)[] all =
        [
            ("rewards/chosen", RewardsChosen),
            ("rewards/rejected", RewardsRejected),
            ("rewards/accuracies", RewardsAccuracies),
            ("rewards/margins", RewardsMargins),
            ("logps/chosen", LogpsChosen),
            ("logps/rejected", LogpsRejected),
        ];
        foreach ((string name, double value) in all)
        {
            if (!double.IsNaN(value))
            {
                yield return (name, value);
            }
        }
    }

    private static double[] Sums(params Tensor[] rows)
    {
        Tensor[] sums = [.. Array.ConvertAll(rows, row => row.to(ScalarType.Float64).sum())];
        return stack(sums).cpu().data<double>().ToArray();
    }
}
