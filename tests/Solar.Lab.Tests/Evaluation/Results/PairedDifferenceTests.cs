using System;
using System.IO;
using System.Linq;
using Solar.Lab.Evaluation.Results;
using Xunit;

namespace Solar.Lab.Tests.Evaluation.Results;

/// <summary>Whether a model is better than another, by the documents that both were asked about.</summary>
public sealed class PairedDifferenceTests
{
    [Fact]
    public void Difference_IsThatOfTheDocuments()
    {
        PairedDifference difference = PairedDifference.Of([0, 0, 1, 1], [1, 0, 1, 1]);

        Assert.Equal(0.25, difference.Mean);
        Assert.Equal(0.25, difference.StandardError, 12);           // √(3/4 / 3) / √4
        Assert.Equal(Verdict.WithinNoise, difference.Verdict);
    }

    [Fact]
    public void DocumentsOfOneCluster_CountAsOne()
    {
        PairedDifference each = PairedDifference.Of([0, 0, 1, 1], [1, 1, 1, 1]);

        // Two clusters, whose sums are off by 1 and −1: √(2 · 2 / 1) / 4.
        PairedDifference together = PairedDifference.Of([0, 0, 1, 1], [1, 1, 1, 1], ["a", "a", "b", "b"]);
        Assert.Equal(each.Mean, together.Mean);
        Assert.Equal(0.5, together.StandardError, 12);

        // Each for itself is the same as without clusters.
        Assert.Equal(each.StandardError, PairedDifference.Of([0, 0, 1, 1], [1, 1, 1, 1], ["a", "b", "c", "d"]).StandardError, 12);
        Assert.Throws<ArgumentException>(() => PairedDifference.Of([0, 0], [1, 1], ["a", "a"]));
        Assert.Throws<ArgumentException>(() => PairedDifference.Of([0, 0], [1, 1], ["a"]));
    }

    [Fact]
    public void SameAnswersButForMany_AreBetter_AndTheOtherWayRoundWorse()
    {
        double[] first = [.. Enumerable.Range(0, 100).Select(i => i < 40 ? 1.0 : 0)], second = [.. Enumerable.Range(0, 100).Select(i => i < 50 ? 1.0 : 0)];

        Assert.Equal(Verdict.Better, PairedDifference.Of(first, second).Verdict);
        Assert.Equal(Verdict.Worse, PairedDifference.Of(second, first).Verdict);
        Assert.Equal(Verdict.WithinNoise, PairedDifference.Of(first, first).Verdict);
    }

    [Fact]
    public void Pairing_SeesWhatTwoFiguresAloneDoNot()
    {
        double[] first = [.. Enumerable.Range(0, 100).Select(i => i < 40 ? 1.0 : 0)], second = [.. Enumerable.Range(0, 100).Select(i => i < 50 ? 1.0 : 0)];
        double unpaired = Math.Sqrt((0.4 * 0.6 / 99) + (0.5 * 0.5 / 99));

        Assert.True(0.1 / unpaired < PairedDifference.Significant);
        Assert.True(0.1 / PairedDifference.Of(first, second).StandardError > PairedDifference.Significant);
    }

    [Fact]
    public void MeanOfTasks_HasTheErrorsOfAll()
    {
        PairedDifference mean = PairedDifference.OfMean([new PairedDifference(0.1, 0.03, 10), new PairedDifference(0.3, 0.04, 20)]);

        Assert.Equal(0.2, mean.Mean, 12);
        Assert.Equal(0.025, mean.StandardError, 12);
        Assert.Equal(30, mean.Documents);
    }

    [Theory]
    [InlineData(new double[] { 1 }, new double[] { 1 })]
    [InlineData(new double[] { 1, 0 }, new double[] { 1, 0, 1 })]
    public void OtherDocuments_AreRefused(double[] first, double[] second) => Assert.Throws<ArgumentException>(() => PairedDifference.Of(first, second));

    [Fact]
    public void RowsOfDocuments_AreReadByPosition()
    {
        string file = Path.GetTempFileName();
        try
        {
            File.WriteAllLines(file, ["{\"pos\": 1, \"doc\": 7}", "{\"pos\": 0, \"doc\": 12}"]);
            Assert.Equal([12, 7], PairedDifference.Rows(file));

            File.WriteAllLines(file, ["{\"pos\": 1}"]);
            Assert.Contains(", line 1: it says no row of a document", Assert.Throws<InvalidDataException>(() => PairedDifference.Rows(file)).Message, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void LineWithoutTheMetric_IsNamed()
    {
        string file = Path.GetTempFileName();
        try
        {
            File.WriteAllLines(file, ["{\"pos\": 0, \"metrics\": {\"acc\": 1}}", "{\"pos\": 1, \"metrics\": {}}"]);

            Assert.Contains(", line 2: it says no 'acc'", Assert.Throws<InvalidDataException>(() => PairedDifference.Values(file, "acc")).Message, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }
}
