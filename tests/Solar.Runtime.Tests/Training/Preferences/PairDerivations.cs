using System;
using System.Linq;
using static Solar.Runtime.Tests.Training.Preferences.PairNumbers;

namespace Solar.Runtime.Tests.Training.Preferences;

/// <summary>Every objective of pairs and its derivatives, derived on paper from the papers' formulas: mean over <see cref="PairNumbers"/>.</summary>
internal static class PairDerivations
{
    /// <summary>The mean, and its derivative by each log-probability.</summary>
    public static (double Value, double[] ByChosen, double[] ByRejected) Of(PreferenceLoss loss, double beta, double epsilon, double gamma)
    {
        int n = C.Length;
        (double Value, double ByChosen, double ByRejected)[] pairs = [.. Enumerable.Range(0, n).Select(i => Pair(loss, i, beta, epsilon, gamma))];
        return (pairs.Sum(pair => pair.Value) / n, [.. pairs.Select(pair => pair.ByChosen / n)], [.. pairs.Select(pair => pair.ByRejected / n)]);
    }

    private static (double Value, double ByChosen, double ByRejected) Pair(PreferenceLoss loss, int i, double beta, double epsilon, double gamma)
    {
        double c = C[i], r = R[i], x = beta * (c - r), chosenLength = ChosenTokens[i], rejectedLength = RejectedTokens[i];
        switch (loss)
        {
            case PreferenceLoss.Sigmoid:
                return Margin(-((1 - epsilon) * LogSigma(x)) - (epsilon * LogSigma(-x)), beta * (Sigma(x) - (1 - epsilon)));
            case PreferenceLoss.Hinge:
                return Margin(Math.Max(0, 1 - x), x < 1 ? -beta : 0);
            case PreferenceLoss.Ipo:
                double distance = (c / chosenLength) - (r / rejectedLength) - (1 / (2 * beta));
                return (distance * distance, 2 * distance / chosenLength, -2 * distance / rejectedLength);
            case PreferenceLoss.Robust:
                return Margin(
                    (-((1 - epsilon) * LogSigma(x)) + (epsilon * LogSigma(-x))) / (1 - (2 * epsilon)),
                    beta * (-((1 - epsilon) * Sigma(-x)) - (epsilon * Sigma(x))) / (1 - (2 * epsilon)));
            case PreferenceLoss.ExoPair:
                double p = Sigma(x);
                return Margin(
                    (p * Math.Log(p / (1 - epsilon))) + (Sigma(-x) * Math.Log(Sigma(-x) / epsilon)),
                    beta * Slope(x) * (x - Math.Log((1 - epsilon) / epsilon)));
            case PreferenceLoss.NcaPair:
                return (
                    -LogSigma(beta * c) - (0.5 * LogSigma(-beta * c)) - (0.5 * LogSigma(-beta * r)),
                    beta * (-Sigma(-beta * c) + (0.5 * Sigma(beta * c))),
                    beta * 0.5 * Sigma(beta * r));
            case PreferenceLoss.SppoHard:
                double half = 1 / (2 * beta);
                return (((c - half) * (c - half)) + ((r + half) * (r + half)), 2 * (c - half), 2 * (r + half));
            case PreferenceLoss.ApoZero:
                return (1 - Sigma(beta * c) + Sigma(beta * r), -beta * Slope(beta * c), beta * Slope(beta * r));
            case PreferenceLoss.ApoDown:
                return (Sigma(beta * c) + 1 - Sigma(x), beta * (Slope(beta * c) - Slope(x)), beta * Slope(x));
            case PreferenceLoss.Simpo:
                double s = (beta * ((Chosen[i] / chosenLength) - (Rejected[i] / rejectedLength))) - gamma;
                double slope = Sigma(s) - (1 - epsilon);
                return (-((1 - epsilon) * LogSigma(s)) - (epsilon * LogSigma(-s)), beta * slope / chosenLength, -beta * slope / rejectedLength);
            case PreferenceLoss.Orpo:
                return Orpo(i, beta);
            case PreferenceLoss.KtoPair:
                return KtoPair(i, beta);
            default:
                throw new ArgumentOutOfRangeException(nameof(loss));
        }
    }

    private static (double Value, double ByChosen, double ByRejected) Margin(double value, double slope) => (value, slope, -slope);

    // −log p of the chosen answer, a mean over all its tokens, and β times the odds ratio; log odds m − ln(1 − eᵐ) has the slope 1 / (1 − eᵐ).
    private static (double Value, double ByChosen, double ByRejected) Orpo(int i, double beta)
    {
        double m = Chosen[i] / ChosenTokens[i], w = Rejected[i] / RejectedTokens[i], share = C.Length / ChosenTokens.Sum();
        double odds = m - Math.Log(1 - Math.Exp(m)) - (w - Math.Log(1 - Math.Exp(w)));
        double slope = -beta * Sigma(-odds);
        return (
            (-Chosen[i] * share) - (beta * LogSigma(odds)),
            -share + (slope / (1 - Math.Exp(m)) / ChosenTokens[i]),
            -slope / (1 - Math.Exp(w)) / RejectedTokens[i]);
    }

    // Every log-ratio stands in its own term, and in the mean that all terms of the other half are held against.
    private static (double Value, double ByChosen, double ByRejected) KtoPair(int i, double beta)
    {
        int n = C.Length;
        double chosenMean = Math.Max(0, C.Average()), rejectedMean = Math.Max(0, R.Average());
        double throughChosen = C.Average() > 0 ? R.Sum(r => Slope(beta * (chosenMean - r))) / n : 0;
        double throughRejected = R.Average() > 0 ? C.Sum(c => Slope(beta * (c - rejectedMean))) / n : 0;
        return (
            (1 - Sigma(beta * (C[i] - rejectedMean)) + 1 - Sigma(beta * (chosenMean - R[i]))) / 2,
            -beta * (Slope(beta * (C[i] - rejectedMean)) + throughChosen) / 2,
            beta * (Slope(beta * (chosenMean - R[i])) + throughRejected) / 2);
    }
}
