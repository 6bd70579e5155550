using System;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Solar.Lab.Evaluation.Results;
using SolarPaper.Report;
using SolarPaper.Study;
using Xunit;

namespace SolarPaper.Tests;

/// <summary>What seeds say together, and how it is written.</summary>
public sealed class StudyTests
{
    [Fact]
    public void ErrorOfSeeds_IsTheGreaterOfTwo()
    {
        // The seeds agree, the items do not: √(3 · 0.3²) / 3.
        var agreeing = new SeedsDifference([new(1, 0.3, 10), new(1, 0.3, 10), new(1, 0.3, 10)]);
        Assert.Equal(1, agreeing.Mean, 12);
        Assert.Equal(0, agreeing.Spread, 12);
        Assert.Equal(0.3 / Math.Sqrt(3), agreeing.StandardError, 12);
        Assert.Equal(Verdict.Better, agreeing.Verdict);

        // The items agree, the seeds do not: a spread of 1 over three seeds.
        var apart = new SeedsDifference([new(0, 0.01, 10), new(1, 0.01, 10), new(2, 0.01, 10)]);
        Assert.Equal(1, apart.Spread, 12);
        Assert.Equal(1 / Math.Sqrt(3), apart.StandardError, 12);
        Assert.Equal(Verdict.WithinNoise, apart.Verdict);

        // Of three seeds Student's t counts, and not the normal's: 1 ± 0.3 is beyond 1.96 errors of 0.173, and 4.3 of them; 1 ± 0.5 is not beyond 4.3 of 0.289.
        Assert.Equal(Verdict.Better, new SeedsDifference([new(0.7, 0.01, 10), new(1, 0.01, 10), new(1.3, 0.01, 10)]).Verdict);
        Assert.Equal(Verdict.WithinNoise, new SeedsDifference([new(0.5, 0.01, 10), new(1, 0.01, 10), new(1.5, 0.01, 10)]).Verdict);
        Assert.Equal(Verdict.Worse, new SeedsDifference([new(-1, 0.01, 10), new(-1.01, 0.01, 10), new(-1.02, 0.01, 10)]).Verdict);
    }

    [Fact]
    public void EveryModelOfTheStudy_IsDeclared_AndTrainedOnTheSameTokens()
    {
        Assert.Equal(12, StudyModel.All[0].Layers);
        Assert.Equal([10, 14, 16], StudyModel.All.Where(model => model.Group == StudyGroup.Sweep && model.Start != "Base").Select(model => model.Layers).Order());
        Assert.All(StudyModel.All.Where(model => model.Group is StudyGroup.Map or StudyGroup.Control), model => Assert.Equal(12, model.Layers));

        int[] steps =
        [
            Declared.SolarPretrained.Defaults.MaxSteps, Controls.Drop0Pretrained.Defaults.MaxSteps, Controls.Drop1Pretrained.Defaults.MaxSteps, Controls.Drop3Pretrained.Defaults.MaxSteps,
            Controls.BasePretrained.Defaults.MaxSteps, Controls.ExpandedPretrained.Defaults.MaxSteps, Controls.StackedPretrained.Defaults.MaxSteps, Controls.InterleavedPretrained.Defaults.MaxSteps,
            Controls.AveragedPretrained.Defaults.MaxSteps, Controls.FromNothingPretrained.Defaults.MaxSteps,
        ];
        Assert.Single(steps.Distinct());
        Assert.Equal(Declared.Base.Defaults.MaxSteps + Declared.SolarPretrained.Defaults.MaxSteps, Controls.FromNothingTrainedLong.Defaults.MaxSteps);
        Assert.Equal(Declared.SolarPretrained.Defaults.LearningRate, Controls.Drop0Pretrained.Defaults.LearningRate);
    }

    [Fact]
    public void PageOfAStudy_HasItsTablesStatementsAndPictures()
    {
        var figure = new BarFigure("bars", "Bars", [("a|b", 1, null)]);
        var study = new ReportStudy("Title", "Said first.", [
            new StudySection("Question", "Text.", [figure])
            {
                Statements = [new("It is so.", Verdict.WithinNoise), new("A fact.", null)],
                Table = [["model", "loss"], ["a|b", "1.0"]],
            },
        ])
        {
            Command = "run it",
        };

        Assert.Equal(
            """
            # Title

            Said first.

            ```
            run it
            ```

            ## Question

            Text.

            * **within noise**: It is so.
            * A fact.

            | model | loss |
            | --- | --- |
            | a\|b | 1.0 |

            ![Bars. a|b: 1.](plots/bars.svg)

            """.ReplaceLineEndings("\n"),
            StudyMarkdown.Write(study, "plots"));
    }

    [Fact]
    public async Task HeldOutTexts_AreCutToARow_AndMeasuredOneByOne()
    {
        string folder = Directory.CreateTempSubdirectory("solar-held-out-").FullName;
        try
        {
            await new World.WorldStep(new World.WorldSizes(1) { BaseTexts = 10, WebTexts = 10, HeldOutTexts = 6, Items = 4, Records = 4, Pairs = 4 })
                .RunAsync(folder, new Progress<double>(), CancellationToken.None);

            HeldOutTexts texts = HeldOutTexts.Read(folder);

            Assert.Equal(6, texts.Ids.Count);
            Assert.All(texts.Ids, ids => Assert.InRange(ids.Count, 4, 128));
            Assert.Single(texts.Ids.Select(ids => ids[0]).Distinct());
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
