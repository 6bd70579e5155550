using System.Collections.Generic;
using Solar.Lab.Evaluation.Metrics;

namespace Solar.Lab.Tests.Evaluation.Metrics;

/// <summary>
/// Scores of SOLAR's paper (Kim et al., 2023, arXiv 2312.15166), tables 2 to 7, in percent. Where scores of single tasks are not at hand, the average stands alone.
/// </summary>
internal static class PaperTables
{
    public static IReadOnlyList<string> Columns { get; } = ["ARC", "HellaSwag", "MMLU", "TruthfulQA", "Winogrande", "GSM8K"];

    /// <summary>Table 2: models.</summary>
    public static IReadOnlyList<ScoreRow> Table2 { get; } =
    [
        Whole("SOLAR 10.7B-Instruct", 74.20, 71.08, 88.16, 66.21, 71.43, 83.58, 64.75),
        Alone("Qwen 72B", 73.60),
        Alone("Mixtral 8x7B-Instruct-v0.1", 72.62),
        Alone("Yi 34B", 69.42),
        Alone("Llama 2 70B", 67.87),
        Whole("SOLAR 10.7B", 66.04, 61.95, 84.60, 65.48, 45.04, 83.66, 55.50),
        Alone("Qwen 14B", 65.86),
        Whole("Mistral 7B", 60.97, 59.98, 83.31, 64.16, 42.15, 78.37, 37.83),
    ];

    /// <summary>Table 3: data of instruction tuning. The last row's Winogrande is printed as 2.08.</summary>
    public static IReadOnlyList<ScoreRow> Table3 { get; } =
    [
        Alone("SFT v1", 69.15),
        Alone("SFT v2", 69.21),
        Alone("SFT v3", 70.03),
        Alone("SFT v4", 70.88),
        Whole("SFT v3 + v4", 71.11, 67.32, 85.96, 65.95, 58.80, 2.08, 66.57),
    ];

    /// <summary>Table 4: data of alignment, upon SFT v3.</summary>
    public static IReadOnlyList<ScoreRow> Table4 { get; } = [Alone("DPO v1", 73.06), Alone("DPO v2", 73.42), Alone("DPO v1 + v2", 73.21)];

    /// <summary>Table 5: what is aligned.</summary>
    public static IReadOnlyList<ScoreRow> Table5 { get; } = [Alone("SFT v3 + DPO", 73.42), Alone("SFT v3 + v4 + DPO", 73.58)];

    /// <summary>Table 6: candidates of the merge.</summary>
    public static IReadOnlyList<ScoreRow> Table6 { get; } =
        [new("Cand. 1", [null, null, null, null, null, 66.57], 73.73), new("Cand. 2", [null, null, null, null, null, 59.14], 73.28)];

    /// <summary>Table 7: ways of merging them.</summary>
    public static IReadOnlyList<ScoreRow> Table7 { get; } =
        [Alone("Average (0.5, 0.5)", 74.00), Alone("Average (0.4, 0.6)", 73.93), Alone("Average (0.6, 0.4)", 74.05), Alone("SLERP", 73.96)];

    /// <summary>All rows.</summary>
    public static IReadOnlyList<ScoreRow> All { get; } = [.. Table2, .. Table3, .. Table4, .. Table5, .. Table6, .. Table7];

    private static ScoreRow Whole(string model, double average, params double[] scores) => new(model, [.. System.Array.ConvertAll(scores, score => (double?)score)], average);

    private static ScoreRow Alone(string model, double average) => new(model, [null, null, null, null, null, null], average);
}
