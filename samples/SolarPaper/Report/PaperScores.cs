using System.Collections.Generic;

namespace SolarPaper.Report;

/// <summary>
/// What the paper measured of each row, test by test, in percent: ARC, HellaSwag, MMLU, TruthfulQA, Winogrande, GSM8K. Those of Tables 2 to 6 that are known here; each six have
/// the mean that the paper gives.
/// </summary>
internal static class PaperScores
{
    private static readonly Dictionary<(int Table, string Row), double?[]> Scores = new()
    {
        [(2, "Base")] = [59.98, 83.31, 64.16, 42.15, 78.37, 37.83],
        [(2, "SolarPretrained")] = [61.95, 84.60, 65.48, 45.04, 83.66, 55.50],
        [(2, "SolarInstruct")] = [71.08, 88.16, 66.21, 71.43, 83.58, 64.75],
        [(3, "SftV1")] = [67.66, 86.03, 65.88, 60.12, 82.95, 52.24],

        // The paper prints 2.08 for Winogrande; its mean needs 82.08.
        [(3, "SftV3V4")] = [67.32, 85.96, 65.95, 58.80, 82.08, 66.57],
        [(4, "DpoV1")] = [71.42, 88.49, 66.14, 72.04, 81.45, 58.83],
        [(4, "DpoV2")] = [null, null, null, null, null, 60.27],
        [(4, "DpoV1V2")] = [71.33, 88.36, 65.92, 72.65, 82.79, 58.23],
        [(5, "DpoV2")] = [null, null, null, null, null, 60.27],
        [(5, "DpoV3")] = [71.33, 88.08, 65.39, 72.45, 81.93, 62.32],
        [(6, "Candidate1")] = [null, null, null, null, null, 66.57],
        [(6, "Candidate2")] = [null, null, null, null, null, 59.14],
    };

    /// <summary>The six figures of a row; null where they are not known here.</summary>
    /// <param name="table">Number of the table.</param>
    /// <param name="row">Name of our checkpoint.</param>
    public static IReadOnlyList<double?> Of(int table, string row) => Scores.GetValueOrDefault((table, row)) ?? new double?[6];
}
