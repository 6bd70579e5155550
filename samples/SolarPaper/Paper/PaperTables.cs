using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using SolarPaper.Report;

namespace SolarPaper;

/// <summary>One of the paper's tables: its rows here, and what the paper measured (H6, in percent).</summary>
/// <param name="Title">What the table is about.</param>
/// <param name="Columns">What the table says of a model before its figures.</param>
/// <param name="Rows">The models.</param>
/// <param name="Claims">What the table is there to show: pairs of rows, the second held against the first.</param>
internal sealed record PaperTable(string Title, IReadOnlyList<string> Columns, IReadOnlyList<PaperRow> Rows, IReadOnlyList<(string From, string To)> Claims)
{
    private const string Yes = "O", No = "✗", None = "–";

    /// <summary>The column whose figures here are not the paper's: those of the program are counted.</summary>
    public const string Size = "Size";

    /// <summary>The table's number.</summary>
    public int Number => int.Parse(Title.Split(':')[0].Split(' ')[^1], CultureInfo.InvariantCulture);

    /// <summary>The paper's H6 of a row, in percent: this table's, or that of the first which has it. (The paper gives SOLAR-Instruct twice, 74.20 and 74.00.)</summary>
    public double? PapersH6(string name) => ((IEnumerable<PaperTable>)[this, .. All]).SelectMany(one => one.Rows).FirstOrDefault(row => row.Name == name)?.H6;

    /// <summary>The paper's six figures of a row, in percent and the order of its columns; null where one is not at hand.</summary>
    public IReadOnlyList<double?> PapersScores(string name) =>
        ((IEnumerable<PaperTable>)[this, .. All]).Where(table => table.Rows.Any(row => row.Name == name)).Select(table => PaperScores.Of(table.Number, name)).First();

    /// <summary>What is built and measured, in the order of the tables.</summary>
    public static string[] Names => [.. Checkpoints.Select(row => row.Name)];

    /// <summary>Every checkpoint once, as the first table that has it calls it.</summary>
    public static IEnumerable<PaperRow> Checkpoints => All.SelectMany(table => table.Rows).DistinctBy(row => row.Name);

    /// <summary>Tables 2 to 7 of Kim et al., 2023 (arXiv 2312.15166), whose rows are built and measured here.</summary>
    public static IReadOnlyList<PaperTable> All { get; } =
    [
        new(
            "Table 2: depth up-scaling, continued pretraining, and tuning",
            [Size, "Type"],
            [
                new("Base", "Mistral 7B", 60.97, "∼ 7B", "Pretrained"),
                new("SolarUpscaled", "up-scaled, not trained on", null, None, "Up-scaled"),
                new("SolarPretrained", "SOLAR 10.7B", 66.04, "∼ 11B", "Pretrained"),
                new("SolarInstruct", "SOLAR 10.7B-Instruct", 74.20, "∼ 11B", "Alignment-tuned"),
            ],
            [("Base", "SolarPretrained"), ("SolarUpscaled", "SolarPretrained"), ("SolarPretrained", "SolarInstruct")]),
        new(
            "Table 3: data of instruction tuning",
            ["Alpaca-GPT4", "OpenOrca", "Synth. Math-Instruct"],
            [
                new("SftV1", "SFT v1: Alpaca-GPT4", 69.15, Yes, No, No),
                new("SftV2", "SFT v2: + OpenOrca", 69.21, Yes, Yes, No),
                new("SftV3", "SFT v3: + OpenOrca, Math-Instruct", 70.03, Yes, Yes, Yes),
                new("SftV4", "SFT v4: + Math-Instruct", 70.88, Yes, No, Yes),
                new("SftV3V4", "SFT v3 + v4: average", 71.11, Yes, Yes, Yes),
            ],
            [("SolarPretrained", "SftV1"), ("SftV1", "SftV2"), ("SftV2", "SftV3"), ("SftV1", "SftV4"), ("SftV3", "SftV4"), ("SftV3", "SftV3V4"), ("SftV4", "SftV3V4")]),
        new(
            "Table 4: data of alignment, upon SFT v3",
            ["Ultrafeedback Clean", "Synth. Math-Alignment"],
            [
                new("DpoV1", "DPO v1: Ultrafeedback", 73.06, Yes, No),
                new("DpoV2", "DPO v2: + Math-Alignment", 73.42, Yes, Yes),
                new("DpoV1V2", "DPO v1 + v2: average", 73.21, Yes, Yes),
            ],
            [("SftV3", "DpoV1"), ("DpoV1", "DpoV2"), ("DpoV2", "DpoV1V2")]),
        new(
            "Table 5: what is aligned",
            ["Base SFT model"],
            [new("DpoV2", "DPO v2: upon SFT v3", 73.42, "SFT v3"), new("DpoV3", "DPO v3: upon SFT v3 + v4", 73.58, "SFT v3 + v4")],
            [("DpoV2", "DpoV3")]),
        new(
            "Table 6: candidates of the merge",
            [],
            [new("Candidate1", "Cand. 1", 73.73), new("Candidate2", "Cand. 2", 73.28)],
            [("Candidate1", "Candidate2")]),
        new(
            "Table 7: ways of merging them",
            ["Merge method"],
            [
                new("SolarInstruct", "Merge v1: average (0.5, 0.5)", 74.00, "Average (0.5, 0.5)"),
                new("Merge46", "Merge v2: average (0.4, 0.6)", 73.93, "Average (0.4, 0.6)"),
                new("Merge64", "Merge v3: average (0.6, 0.4)", 74.05, "Average (0.6, 0.4)"),
                new("MergeSlerp", "Merge v4: SLERP", 73.96, "SLERP"),
            ],
            [("Candidate1", "SolarInstruct"), ("SolarInstruct", "Merge46"), ("SolarInstruct", "Merge64"), ("SolarInstruct", "MergeSlerp")]),
    ];
}

/// <summary>A row of one of the paper's tables.</summary>
/// <param name="Name">Our checkpoint in its place.</param>
/// <param name="Paper">What the paper calls it, and after a colon what it is.</param>
/// <param name="H6">The paper's figure in percent; null where it gives none.</param>
/// <param name="Details">What the columns of the table say of it.</param>
internal sealed record PaperRow(string Name, string Paper, double? H6, params string[] Details)
{
    /// <summary>The name alone.</summary>
    public string PapersName => Paper.Split(':')[0];
}
