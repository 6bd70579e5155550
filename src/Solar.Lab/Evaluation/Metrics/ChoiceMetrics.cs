using System;
using System.Collections.Generic;
using System.Linq;
using Solar.Lab.Evaluation.Python;
using Solar.Lab.Evaluation.Requests;

namespace Solar.Lab.Evaluation.Metrics;

/// <summary>What log-likelihoods of choices are worth.</summary>
public static class ChoiceMetrics
{
    /// <summary>The index of the greatest value, the first of equal ones; as numpy's <c>argmax</c>, the first that is no number where there is one.</summary>
    /// <exception cref="ArgumentException">There is no value.</exception>
    public static int ArgMax(IReadOnlyList<double> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (values.Count == 0)
        {
            throw new ArgumentException("No value is the greatest of none.", nameof(values));
        }

        int best = 0;
        for (int i = 1; i < values.Count && !double.IsNaN(values[best]); i++)
        {
            best = values[i] > values[best] || double.IsNaN(values[i]) ? i : best;
        }

        return best;
    }

    /// <summary><c>acc</c>: 1 where the likeliest choice is the right one, else 0.</summary>
    public static double Accuracy(IReadOnlyList<double> likelihoods, int right) => ArgMax(likelihoods) == right ? 1 : 0;

    /// <summary><c>acc_norm</c>: the same by log-likelihood per code point of the choice, the space before it not counted.</summary>
    public static double NormalizedAccuracy(IReadOnlyList<double> likelihoods, IReadOnlyList<string> choices, int right) =>
        Accuracy([.. likelihoods.Zip(choices, (likelihood, choice) => likelihood / PythonText.Length(choice))], right);

    /// <summary>
    /// <c>mc2</c>: the share of the true answers in the likelihood of all, Σ exp(l true) / Σ exp(l), by log-sum-exp so that no sum is 0.
    /// </summary>
    /// <param name="likelihoods">Log-likelihoods of all answers.</param>
    /// <param name="isTrue">Which are true.</param>
    public static double TrueShare(IReadOnlyList<double> likelihoods, IReadOnlyList<bool> isTrue)
    {
        ArgumentNullException.ThrowIfNull(likelihoods);
        ArgumentNullException.ThrowIfNull(isTrue);

        double greatest = likelihoods.Max();
        double all = 0, right = 0;
        for (int i = 0; i < likelihoods.Count; i++)
        {
            double share = Math.Exp(likelihoods[i] - greatest);
            all += share;
            right += isTrue[i] ? share : 0;
        }

        return right / all;
    }

    /// <summary>The log-likelihoods of answers.</summary>
    internal static double[] LogLikelihoods(IReadOnlyList<EvaluationAnswer> answers) => [.. answers.Select(answer => ((LogLikelihoodAnswer)answer).LogLikelihood)];
}
