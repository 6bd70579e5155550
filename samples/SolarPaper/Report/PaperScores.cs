using System.Collections.Generic;

namespace SolarPaper.Report;

/// <summary>
/// What the paper measured of each row, test by test, in percent: ARC, HellaSwag, MMLU, TruthfulQA, Winogrande, GSM8K. Each six have the mean that the paper gives, but for one; the model that
/// was up-scaled and not trained on is in none of its tables.
/// </summary>
internal static class PaperScores
{
    private static readonly Dictionary<(int Table, string Row), double?[]> Scores = new()
    {
        [(2, "Base")] = [59.98, 83.31, 64.16, 42.15, 78.37, 37.83],
        [(2, "SolarPretrained")] = [61.95, 84.60, 65.48, 45.04, 83.66, 55.50],
        [(2, "SolarInstruct")] = [71.08, 88.16, 66.21, 71.43, 83.58, 64.75],
        [(3, "SftV1")] = [67.66, 86.03, 65.88, 60.12, 82.95, 52.24],
        [(3, "SftV2")] = [65.36, 85.39, 65.93, 58.47, 82.79, 57.32],
        [(3, "SftV3")] = [65.87, 85.55, 65.31, 57.93, 81.37, 64.14],
        [(3, "SftV4")] = [67.32, 85.87, 65.87, 58.97, 82.48, 64.75],

        // The paper prints 2.08 for Winogrande; its mean needs 82.08.
        [(3, "SftV3V4")] = [67.32, 85.96, 65.95, 58.80, 82.08, 66.57],
        [(4, "DpoV1")] = [71.42, 88.49, 66.14, 72.04, 81.45, 58.83],
        [(4, "DpoV2")] = [71.50, 88.28, 65.97, 71.71, 82.79, 60.27],
        [(4, "DpoV1V2")] = [71.33, 88.36, 65.92, 72.65, 82.79, 58.23],
        [(5, "DpoV2")] = [71.50, 88.28, 65.97, 71.71, 82.79, 60.27],
        [(5, "DpoV3")] = [71.33, 88.08, 65.39, 72.45, 81.93, 62.32],
        [(6, "Candidate1")] = [70.48, 87.47, 65.73, 70.62, 81.53, 66.57],

        // The mean of these is 73.29; the paper prints 73.28.
        [(6, "Candidate2")] = [71.59, 88.39, 66.14, 72.50, 81.99, 59.14],
        [(7, "SolarInstruct")] = [71.16, 88.01, 66.14, 71.71, 82.08, 64.90],
        [(7, "Merge46")] = [71.08, 88.08, 66.27, 71.89, 81.77, 64.52],
        [(7, "Merge64")] = [71.08, 87.88, 66.13, 71.61, 82.08, 65.50],
        [(7, "MergeSlerp")] = [71.16, 88.03, 66.25, 71.79, 81.93, 64.59],
    };

    /// <summary>The six figures of a row; null where they are not known here.</summary>
    /// <param name="table">Number of the table.</param>
    /// <param name="row">Name of our checkpoint.</param>
    public static IReadOnlyList<double?> Of(int table, string row) => Scores.GetValueOrDefault((table, row)) ?? new double?[6];
}
