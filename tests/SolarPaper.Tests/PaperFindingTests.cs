using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Solar.Lab.Evaluation.Results;
using SolarPaper.World.Tests;
using Xunit;

namespace SolarPaper.Tests;

/// <summary>What an effect is computed of.</summary>
public sealed class PaperFindingTests : IDisposable
{
    private const string Test = "world_knowledge";
    private const int ItemsOfFact = 4;

    private readonly string _folder = Directory.CreateTempSubdirectory("solar-finding-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void EachSubject_CountsOnce_AndItemsOfOneFactAsOne()
    {
        var run = new ReportRun(_folder);
        string file = AskedFacts.File(run.Host.DataDirectory!, Test);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);

        // Rows of the two subjects take turns, and each fact is asked by rows of one subject.
        string Fact(int row) => $"{row % 2} {row / (2 * ItemsOfFact)}";
        File.WriteAllLines(file, Enumerable.Range(0, 40).Select(row => $"{{\"fact\": \"{Fact(row)}\"}}"));

        PairedDifference expected = Expected(run, (before, after, rows) => PairedDifference.Of(before, after, [.. rows.Select(Fact)]));
        PairedDifference found = Found(run);

        Assert.Equal((expected.Mean, expected.StandardError, 40), (found.Mean, found.StandardError, found.Documents));
        Assert.NotEqual(Expected(run, (before, after, _) => PairedDifference.Of(before, after)).StandardError, found.StandardError);
    }

    [Fact]
    public void WithoutTheFilesOfTheSmallWorld_ItemsCountEachForItself()
    {
        var run = new ReportRun(_folder);

        Assert.Equal(Expected(run, (before, after, _) => PairedDifference.Of(before, after)), Found(run));
    }

    private static PairedDifference Found(ReportRun run) => PaperFinding.All(run.Evaluations, run.Host.DataDirectory)
        .First(finding => (finding.From, finding.To) == ("Base", "SolarPretrained")).Tests.Single(test => test.Task == Test).Ours;

    private static PairedDifference Expected(ReportRun run, Func<IReadOnlyList<double>, IReadOnlyList<double>, int[], PairedDifference> difference)
    {
        IReadOnlyList<double> Values(string model, string subject) => PairedDifference.Values(Path.Combine(run.Evaluations, model, "samples", $"{Test}_{subject}.jsonl"), "acc");

        return PairedDifference.OfMean([.. ReportRun.Subjects.Select(subject => difference(Values("Base", subject), Values("SolarPretrained", subject), ReportRun.RowsOf(subject)))]);
    }
}
