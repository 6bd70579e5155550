using System;
using System.Collections.Generic;
using System.IO;
using SolarPaper.Report;
using Xunit;

namespace SolarPaper.Tests;

/// <summary>Curves out of logs, and figures of a study.</summary>
public sealed class FigureTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("solar-figure-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void PointsOfACurve_AreTheLogs_AndATornLineIsLeftOut()
    {
        File.WriteAllLines(Path.Combine(_folder, "training_log.jsonl"),
        [
            """{"step":0,"contamination":[]}""",
            """{"step":10,"max_steps":30,"loss":2.5,"tokens":1000}""",
            """{"step":10,"eval_loss":2.25,"eval_perplexity":9.5}""",
            """{"step":15,"eval_loss":2.0,"eval_perplexity":7.4}""",
            """{"step":20,"max_steps":30,"loss":1.5,"tokens":2100}""",
            """{"step":30,"max_steps":30,"lo""",
        ]);
        File.WriteAllText(Path.Combine(_folder, "solar.json"), """{"training":{"first_loss":6.125}}""");

        TrainingCurve curve = TrainingCurve.Read(_folder)!;

        Assert.Equal([new(0, 6.125), new(1000, 2.5), new(2100, 1.5)], curve.Training);
        Assert.Equal([new(1000, 2.25), new(1550, 2.0)], curve.Evaluation);
    }

    [Fact]
    public void WithoutALog_ThereIsNoCurve() => Assert.Null(TrainingCurve.Read(_folder));

    [Fact]
    public void SeveralSeeds_HaveAMeanAndABand_AtThePlacesOfTheFirst()
    {
        var curve = new Curve("m = 2", [[new(0, 3), new(10, 1), new(20, 1)], [new(0, 5), new(20, 3)]]);

        Assert.Equal([new(0, 4), new(10, 2.5), new(20, 2)], curve.Mean);
        Assert.Equal([(0, 3, 5), (10, 1, 4), (20, 1, 3)], curve.Band);
    }

    [Fact]
    public void FiguresOfAStudy_StandInTheReport_WithTheirStatements()
    {
        var run = new ReportRun(_folder);
        Figure[] figures =
        [
            new LineFigure("sweep", "Recovery by m", [new Curve("m = 2", [[new(0, 3), new(9, 1)], [new(0, 4), new(9, 2)]])]) { Levels = [("base", 0.9)] },
            new BarFigure("final", "Loss <after> training", [("doubled & more", 1.25, 0.125), ("from scratch", 2, null)]) { Level = ("base", 0.9) },
            new HeatFigure("distance", "Distance", ["0", "1"], new double[,] { { 0, 0.5 }, { 0.5, double.NaN } }),
            new SeamFigure("seam", "Jumps", [0.125, 0.5, 0.25], [0.125, 0.375, 0.25], 1),
        ];
        var study = new ReportStudy("What was left open", "Two ways.", [new StudySection("Which?", "", figures)
        {
            Statements = [new StudyStatement("m = 2 is better by 0.1 than <doubling>.", Solar.Lab.Evaluation.Results.Verdict.Better)],
            Table = [["model", "loss"], ["m = 2", "1.5"]],
        }])
        { Command = "paper --full" };

        IReadOnlyList<string> files = PaperReport.Write(_folder, run.Host, study);
        string page = File.ReadAllText(files[0]);

        Assert.All(figures, figure => Assert.Contains(Path.Combine(_folder, "plots", figure.Name + ".png"), files));
        Assert.Contains("Recovery by m. m = 2: from 3.5 to 1.5 over 2 seeds. base: 0.9.", page, StringComparison.Ordinal);
        Assert.Contains("Loss &lt;after&gt; training. doubled &amp; more: 1.25 ± 0.125. from scratch: 2.", page, StringComparison.Ordinal);
        Assert.Contains("2 rows and columns, values from 0 to 0.5.", page, StringComparison.Ordinal);
        Assert.Contains("At the seam, the input of layer 1: 0.5 before, 0.375 after.", page, StringComparison.Ordinal);
        Assert.Contains("m = 2 is better by 0.1 than &lt;doubling&gt;. <span class=\"verdict better\">", page, StringComparison.Ordinal);
        Assert.Contains("<td class=\"r\">1.5</td>", page, StringComparison.Ordinal);
        Assert.Contains("<code>paper --full</code>", page, StringComparison.Ordinal);
    }

    [Fact]
    public void ANameThatIsNoFiles_IsRefused()
    {
        var files = new FigureFiles(_folder);

        ArgumentException refused = Assert.Throws<ArgumentException>(() => files.Write(new BarFigure("../out", "Out", [("a", 1, null)])));
        Assert.Contains("../out", refused.Message, StringComparison.Ordinal);
        Assert.Empty(files.Written);
    }

    [Fact]
    public void WordsOfCode_AreTold_AndTheirTextIsAsItWas()
    {
        const string Code = "[Llama(Size = 64)] // a < b\npublic partial class Small; \"x\\\"y\"\n";

        string page = CodeText.Highlight(Code).Text;

        Assert.Contains("<span class=\"t\">Llama</span>", page, StringComparison.Ordinal);
        Assert.Contains("<span class=\"n\">64</span>", page, StringComparison.Ordinal);
        Assert.Contains("<span class=\"c\">// a &lt; b</span>", page, StringComparison.Ordinal);
        Assert.Equal(Code, System.Xml.Linq.XElement.Parse($"<p>{page}</p>", System.Xml.Linq.LoadOptions.PreserveWhitespace).Value);
    }
}
