using System;
using System.Collections.Generic;
using System.Linq;

namespace Solar.Lab.Evaluation.Engine;

/// <summary>Two choices of one document whose values are so near that another batch, thread count or machine may prefer the other.</summary>
/// <param name="Document">Number of the document.</param>
/// <param name="First">The choice that is taken.</param>
/// <param name="Second">The one that is nearly as good.</param>
/// <param name="Difference">By how much the first is better, 0 or more.</param>
public readonly record struct NearTie(int Document, int First, int Second, double Difference)
{
    /// <summary>What single precision and another order of summation may change in a log-likelihood.</summary>
    public const double DefaultBound = 1e-4;

    /// <summary>Documents whose best choice is not clearly the best.</summary>
    /// <param name="choices">For each document, the values of its choices: log-likelihoods, or those divided by lengths.</param>
    /// <param name="bound">Differences below this are near ties.</param>
    /// <returns>One for each choice that is nearly as good as the best, by document.</returns>
    public static IReadOnlyList<NearTie> Among(IEnumerable<IReadOnlyList<double>> choices, double bound = DefaultBound)
    {
        ArgumentNullException.ThrowIfNull(choices);
        var ties = new List<NearTie>();
        foreach ((int document, IReadOnlyList<double> values) in choices.Index())
        {
            if (values.Count < 2)
            {
                continue;
            }

            int best = 0;
            for (int i = 1; i < values.Count; i++)
            {
                best = values[i] > values[best] ? i : best;
            }

            ties.AddRange(Enumerable.Range(0, values.Count)
                .Where(i => i != best && values[best] - values[i] < bound)
                .Select(i => new NearTie(document, best, i, values[best] - values[i])));
        }

        return ties;
    }
}
