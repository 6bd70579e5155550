using System;
using System.Linq;

namespace Solar.Runtime.Tests.Training.Preferences;

/// <summary>
/// Four pairs as plain numbers: one that is right, one that is wrong, a tie with its reference and in itself, and one far apart. Lengths differ.
/// Mean log-probabilities stand on both sides of −ln 2.
/// </summary>
internal static class PairNumbers
{
    public static readonly double[] Chosen = [-4.1, -21.5, -6.25, -0.9];
    public static readonly double[] Rejected = [-9.7, -13.25, -6.25, -88.5];
    public static readonly double[] ReferenceChosen = [-5.3, -19.75, -6.25, -13.5];
    public static readonly double[] ReferenceRejected = [-8.9, -15.5, -6.25, -61.0];
    public static readonly double[] ChosenTokens = [7, 12, 5, 3];
    public static readonly double[] RejectedTokens = [4, 9, 5, 31];

    /// <summary>c: log-ratios of the better answers.</summary>
    public static readonly double[] C = [.. Chosen.Zip(ReferenceChosen, (policy, reference) => policy - reference)];

    /// <summary>r: of the worse ones.</summary>
    public static readonly double[] R = [.. Rejected.Zip(ReferenceRejected, (policy, reference) => policy - reference)];

    public static double Sigma(double x) => 1 / (1 + Math.Exp(-x));

    public static double LogSigma(double x) => x > 0 ? -Math.Log(1 + Math.Exp(-x)) : x - Math.Log(1 + Math.Exp(x));

    /// <summary>σ′.</summary>
    public static double Slope(double x) => Sigma(x) * Sigma(-x);
}
