using System;
using System.Collections.Generic;
using System.Linq;
using Solar.Lab.Evaluation.Results;

namespace SolarPaper.Study;

/// <summary>A difference that was measured once for each seed, each in a world of its own.</summary>
/// <param name="BySeed">The differences, each with the error of its own items.</param>
internal sealed record SeedsDifference(IReadOnlyList<PairedDifference> BySeed)
{
    /// <summary>Mean over the seeds.</summary>
    public double Mean => BySeed.Average(one => one.Mean);

    /// <summary>Standard deviation over the seeds, √(Σ(d − mean)² / (n − 1)); 0 of one.</summary>
    public double Spread => StandardDeviation([.. BySeed.Select(one => one.Mean)]);

    /// <summary>The greater of two standard errors of the mean: that of the items, and that of the seeds.</summary>
    public double StandardError => Math.Max(
        Math.Sqrt(BySeed.Sum(one => one.StandardError * one.StandardError)) / BySeed.Count, Spread / Math.Sqrt(BySeed.Count));

    /// <summary>Better, worse, or within noise, where more is better.</summary>
    public Verdict Verdict => Math.Abs(Mean) <= PairedDifference.Significant * StandardError || Mean == 0 ? Verdict.WithinNoise : Mean > 0 ? Verdict.Better : Verdict.Worse;

    /// <summary>√(Σ(x − mean)² / (n − 1)); 0 of fewer than two.</summary>
    public static double StandardDeviation(IReadOnlyList<double> values)
    {
        double mean = values.Average();
        return values.Count < 2 ? 0 : Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Count - 1));
    }
}
