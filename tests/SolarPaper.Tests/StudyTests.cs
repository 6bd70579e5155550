using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using Solar.Lab.Evaluation.Results;
using Solar.Runtime;
using SolarPaper.Report;
using SolarPaper.Study;
using SolarPaper.World;
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

        // All but what is trained, word for word; a model from nothing has the base's rate.
        string road = Without(Declared.SolarPretrained.Stage, "pretrain");
        Assert.All(
            [
                Controls.Drop0Pretrained.Stage, Controls.Drop1Pretrained.Stage, Controls.Drop3Pretrained.Stage, Controls.BasePretrained.Stage, Controls.ExpandedPretrained.Stage,
                Controls.StackedPretrained.Stage, Controls.InterleavedPretrained.Stage, Controls.AveragedPretrained.Stage,
            ],
            stage => Assert.Equal(road, Without(stage, "pretrain")));
        string[] rate = ["pretrain", "learning_rate", "warmup_steps"];
        Assert.Equal(Without(Declared.SolarPretrained.Stage, rate), Without(Controls.FromNothingPretrained.Stage, rate));
        Assert.Equal(Without(Declared.SolarPretrained.Stage, [.. rate, "max_steps", "data"]), Without(Controls.FromNothingTrainedLong.Stage, [.. rate, "max_steps", "data"]));
        Assert.Equal(Declared.Base.Defaults.MaxSteps + Declared.SolarPretrained.Defaults.MaxSteps, Controls.FromNothingTrainedLong.Defaults.MaxSteps);
        Assert.Equal(Declared.Base.Defaults.LearningRate, Controls.FromNothingPretrained.Defaults.LearningRate);
        Assert.Equal(Declared.Base.Defaults.LearningRate, Controls.FromNothingTrainedLong.Defaults.LearningRate);

        static string Without(StageDescription stage, params string[] keys)
        {
            JsonObject declared = JsonNode.Parse(stage.Canonical)!.AsObject();
            Array.ForEach(keys, key => declared.Remove(key));
            return declared.ToJsonString();
        }
    }

    [Fact]
    public void SentencesOfTheStudy_FollowFromItsLosses()
    {
        string folder = Directory.CreateTempSubdirectory("solar-study-").FullName;
        try
        {
            ReportStudy study = new StudyReport(MadeUpStudy.Write(folder, new Dictionary<string, double>
            {
                ["Base"] = 0.5,
                ["SolarUpscaled"] = 0.7,
                ["SolarPretrained"] = 0.4,
                ["BasePretrained"] = 0.4,
                ["FromNothingPretrained"] = 0.9,
                ["FromNothingTrainedLong"] = 0.3,
            })).Write();

            StudySection against = study.Sections.Single(section => section.Title.StartsWith("The up-scaled model against", StringComparison.Ordinal));
            Assert.Equal([Verdict.Better, Verdict.WithinNoise, Verdict.Better, Verdict.Worse, Verdict.Better], against.Statements.Select(statement => statement.Verdict));
            Assert.Contains("is lower than that of the base as it was: -0.1000", against.Statements[0].Text, StringComparison.Ordinal);
            Assert.Contains("is within noise of that of the base, trained on as many tokens", against.Statements[1].Text, StringComparison.Ordinal);
            Assert.Contains("is higher than that of its own architecture from nothing, on the tokens of the base and of the continuation: +0.1000", against.Statements[3].Text, StringComparison.Ordinal);
            StudySection layers = study.Sections.Single(section => section.Figures.Any(figure => figure.Name == "seam"));
            Assert.Contains("lies 0.400 from what it was used to before training, and 0.200 after it", layers.Statements[0].Text, StringComparison.Ordinal);
            Assert.Equal(["seam", "angular-distance", "angular-distance-upscaled", "angular-distance-trained"], layers.Figures.Select(figure => figure.Name));
            Assert.Equal(PaperTable.All.Sum(table => table.Claims.Count) + 1, study.Sections.Single(section => section.Title == "The paper's effects by each test").Table.Count);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
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
            await new WorldStep(new WorldSizes(1) { BaseTexts = 10, WebTexts = 10, HeldOutTexts = 6, Items = 4, Records = 4, Pairs = 4 })
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
