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

    /// <summary>Standard error of the mean by the items of all seeds.</summary>
    public double ItemsError => Math.Sqrt(BySeed.Sum(one => one.StandardError * one.StandardError)) / BySeed.Count;

    /// <summary>Standard error of the mean by the seeds; 0 of one.</summary>
    public double SeedsError => Spread / Math.Sqrt(BySeed.Count);

    /// <summary>The greater of both.</summary>
    public double StandardError => Math.Max(ItemsError, SeedsError);

    /// <summary>Better, worse, or within noise, where more is better: a difference is beyond what items and what seeds would make, each at five in a hundred on two sides.</summary>
    public Verdict Verdict
    {
        get
        {
            double noise = Math.Max(PairedDifference.Significant * ItemsError, Quantile(BySeed.Count - 1) * SeedsError);
            return Math.Abs(Mean) <= noise || Mean == 0 ? Verdict.WithinNoise : Mean > 0 ? Verdict.Better : Verdict.Worse;
        }
    }

    /// <summary>Student's t, two sides, five in a hundred.</summary>
    /// <param name="degrees">Degrees of freedom; 0 of one seed, which has no error of seeds.</param>
    public static double Quantile(int degrees) => degrees switch
    {
        0 => 0,
        1 => 12.706,
        2 => 4.303,
        3 => 3.182,
        4 => 2.776,
        5 => 2.571,
        6 => 2.447,
        7 => 2.365,
        8 => 2.306,
        9 => 2.262,
        _ => throw new ArgumentOutOfRangeException(nameof(degrees), degrees, "There are ten seeds at most."),
    };

    /// <summary>√(Σ(x − mean)² / (n − 1)); 0 of fewer than two.</summary>
    public static double StandardDeviation(IReadOnlyList<double> values)
    {
        double mean = values.Average();
        return values.Count < 2 ? 0 : Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Count - 1));
    }
}
