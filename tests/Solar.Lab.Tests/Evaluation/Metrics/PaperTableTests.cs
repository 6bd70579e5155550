using System;
using System.Collections.Generic;
using System.Linq;
using Solar.Lab.Evaluation.Metrics;
using Xunit;

namespace Solar.Lab.Tests.Evaluation.Metrics;

/// <summary>The paper's own tables: averages agree with their scores, and the one score that cannot be right is found.</summary>
public sealed class PaperTableTests
{
    [Theory]
    [InlineData("SOLAR 10.7B-Instruct")]
    [InlineData("SOLAR 10.7B")]
    [InlineData("Mistral 7B")]
    public void PrintedAverage_IsThatOfTheSixScores(string model)
    {
        ScoreRow row = PaperTables.All.Single(row => row.Model == model);

        Assert.Equal(row.Average!.Value, ScoreTable.Average(row)!.Value, 0.005);
    }

    [Fact]
    public void TheMisprint_IsAnOutlier_AndTheOnlyDoubt()
    {
        ScoreDoubt doubt = Assert.Single(new ScoreTable(PaperTables.Columns, PaperTables.All).Doubts());

        Assert.Equal(("SFT v3 + v4", "Winogrande", 2.08), (doubt.Model, doubt.Column, doubt.Found));
        Assert.Equal(82.08, doubt.Expected!.Value, 0.03);          // six times half of a printed average's last decimal
        Assert.Contains("Winogrande 2.08 is an outlier, far below its column", doubt.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TheMendedMisprint_IsNoDoubt()
    {
        IReadOnlyList<ScoreRow> mended = [.. PaperTables.All.Select(row => row with { Scores = [.. row.Scores.Select(score => score == 2.08 ? 82.08 : score)] })];

        Assert.Empty(new ScoreTable(PaperTables.Columns, mended).Doubts());
        Assert.Equal(71.11, ScoreTable.Average(mended.Single(row => row.Model == "SFT v3 + v4"))!.Value, 0.005);
    }

    [Fact]
    public void AverageOfOtherScores_IsADoubt()
    {
        IReadOnlyList<ScoreRow> rows = [.. PaperTables.Table2.Select(row => row.Model == "Mistral 7B" ? row with { Average = 61.97 } : row)];
        ScoreDoubt doubt = Assert.Single(new ScoreTable(PaperTables.Columns, rows).Doubts());

        Assert.Null(doubt.Column);
        Assert.Contains("printed average 61.97 is not that of its scores, 60.97", doubt.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AverageWithoutItsScores_IsTakenAsItIs() => Assert.All([.. PaperTables.Table4, .. PaperTables.Table5, .. PaperTables.Table6, .. PaperTables.Table7], row => Assert.Null(ScoreTable.Average(row)));
}
