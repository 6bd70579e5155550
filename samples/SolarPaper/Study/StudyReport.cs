using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Solar.Lab.Evaluation.Results;
using SolarPaper.Controls;
using SolarPaper.Declared;
using SolarPaper.Layers;
using SolarPaper.Report;
using SolarPaper.World.Tests;

namespace SolarPaper.Study;

/// <summary>What the study says, as a part of the report. Each sentence on who is better follows from the figures.</summary>
/// <param name="result">The figures.</param>
internal sealed class StudyReport(StudyResult result)
{
    private const string Command = "dotnet run -c Release --project samples/SolarPaper -- --full";

    /// <summary>The study.</summary>
    public ReportStudy Write() => new(
        "What the paper left open",
        Invariant($"""
            The paper shows one up-scaled model and says that its m = 8 of 32 layers could not be shown to be best. Here other values of m, other ways to as many layers, and models from nothing are trained on the same
            tokens, for the seeds {string.Join(", ", result.Seeds)}, each of which has a world, a tokenizer, a base and tests of its own. {Errors} All of it is a small world, and none of it the paper's figures.
            """).ReplaceLineEndings(" "),
        [Tables(), Effects(), EffectsByTest(), Against(), Sweep(), Maps(), Layers()])
    {
        Command = Command,
    };

    private string Errors => result.Seeds.Count == 1
        ? "With one seed nobody knows what another would have given: behind a difference stands the standard error of the items alone, and it counts where it is beyond 1.96 of it."
        : Invariant($"In tables of scores and losses ± is the standard deviation over the seeds; behind a difference it is the greater of two standard errors, that of the items and that of the seeds. A difference counts where it is beyond both: 1.96 of the first, and {SeedsDifference.Quantile(result.Seeds.Count - 1):0.00} (Student's t at {result.Seeds.Count - 1} degrees of freedom) of the second.");

    private StudySection Tables() => new("The tables over all seeds", "Mean of six tests and each test, in percent.", [])
    {
        Table =
        [
            ["checkpoint", "in the paper", "mean", .. WorldTests.Names.Select(name => name["world_".Length..]), "paper's H6"],
            .. PaperTable.Checkpoints.Select(row =>
            {
                IReadOnlyList<IReadOnlyList<double>> scores = result.Scores(row.Name);
                return (IReadOnlyList<string>)[
                    row.Name, row.Paper, .. Enumerable.Range(0, scores[0].Count).Select(column => Spread([.. scores.Select(seed => seed[column])], "0.0")),
                    row.H6?.ToString("0.00", CultureInfo.InvariantCulture) ?? "–"];
            }),
        ],
    };

    private StudySection Effects()
    {
        var agreement = new PaperAgreement([.. result.Findings.Select(one => PaperAgreement.Of(one.Ours.Verdict, one.Finding.PapersVerdict))]);
        return new StudySection(
            "The paper's effects over all seeds",
            Invariant($"Percentage points of the mean of six tests. {agreement.Sentence} The paper's differences of up to {PaperFinding.PapersNoise:0.0} points count as noise."), [])
        {
            Table =
            [
                ["table", "effect", "here", "spread", "direction here", "paper", "direction there"],
                .. result.Findings.Select(one => (IReadOnlyList<string>)[
                    one.Finding.Table.Split(':')[0], $"{one.Finding.From} → {one.Finding.To}",
                    Invariant($"{100 * one.Ours.Mean:+0.00;-0.00;0.00} ± {100 * one.Ours.StandardError:0.00}"), Invariant($"{100 * one.Ours.Spread:0.00}"), VerdictWords.Of(one.Ours.Verdict),
                    one.Finding.Papers?.ToString("+0.00;-0.00;0.00", CultureInfo.InvariantCulture) ?? "–", one.Finding.PapersVerdict is { } verdict ? VerdictWords.Of(verdict) : "–"]),
            ],
        };
    }

    private StudySection EffectsByTest() => new(
        "The paper's effects by each test", "Percentage points over all seeds: ▲ better, ▼ worse, ≈ within noise; behind it the paper's difference, where both its figures are at hand. Where nothing is, up to one test in twenty has a direction by chance.", [])
    {
        Table =
        [
            ["effect", .. WorldTests.Names.Select(name => name["world_".Length..])],
            .. result.Findings.Select(one => (IReadOnlyList<string>)[
                $"{one.Finding.From} → {one.Finding.To}",
                .. one.Tests.Select((ours, test) => Invariant($"{100 * ours.Mean:+0.0;-0.0;0.0} ± {100 * ours.StandardError:0.0} {VerdictWords.Sign(ours.Verdict)}{(one.Finding.Tests[test].Papers is { } papers ? Invariant($" ({papers:+0.0;-0.0;0.0})") : "")}"))]),
        ],
    };

    private StudySection Against()
    {
        string solar = nameof(SolarPretrained);
        return new StudySection("The up-scaled model against the base, and against models from nothing", "Loss on texts that nobody was trained on: nats a token, mean over texts; lower is better.", [])
        {
            Statements =
            [
                Statement("the base as it was", solar, nameof(Base)),
                Statement("the base, trained on as many tokens", solar, nameof(BasePretrained)),
                Statement("its own architecture from nothing, on the tokens of the continuation", solar, nameof(FromNothingPretrained)),
                Statement("its own architecture from nothing, on the tokens of the base and of the continuation", solar, nameof(FromNothingTrainedLong)),
                Statement("itself before it was trained on", solar, nameof(SolarUpscaled)),
            ],
        };
    }

    private StudySection Sweep()
    {
        StudyModel[] models = [.. StudyModel.All.Where(model => model.Group is StudyGroup.Paper or StudyGroup.Sweep).OrderBy(model => model.Title, StringComparer.Ordinal)];
        return Compared("The paper's m", "Each copy of the 8 layers loses m. The models differ in depth, and so in what a step costs, and are trained on the same tokens.", models, "recovery-sweep");
    }

    private StudySection Maps()
    {
        StudyModel[] models = [.. StudyModel.All.Where(model => model.Group is StudyGroup.Paper or StudyGroup.Map or StudyGroup.Control)];
        return Compared("Other ways to twelve layers", "The same depth from the same base, and from nothing.", models, "recovery-maps");
    }

    private StudySection Compared(string title, string text, StudyModel[] models, string figure) => new(
        title, text,
        [
            new LineFigure(figure, title + ": recovery", [.. models.Where(model => model.Group != StudyGroup.Control).Select(result.Recovery)])
            {
                XTitle = "tokens of continued pretraining",
                YTitle = "loss on held-out text (nats a token)",
                Caption = "Line: mean of the seeds; band: least and most. Models from nothing come from too far above to stand here.",
            },
            new BarFigure(figure + "-end", title + ": after training", [.. models.Select(model => (model.Title, result.Losses(model.Trained).Average(), (double?)SeedsDifference.StandardDeviation(result.Losses(model.Trained))))])
            {
                Level = ("base", result.Losses(nameof(Base)).Average()),
            },
        ])
    {
        Statements = [.. models.Where(model => model.Group != StudyGroup.Paper).Select(model => Statement(model.Title, nameof(SolarPretrained), model.Trained))],
        Table =
        [
            ["model", "layers", "loss before", "loss after"],
            .. models.Select(model => (IReadOnlyList<string>)[
                model.Title, Invariant($"{model.Layers}"), model.Start is { } start ? Spread(result.Losses(start), "0.000") : "–", Spread(result.Losses(model.Trained), "0.000")]),
        ],
    };

    private StudySection Layers()
    {
        var figures = new LayerFigures([.. result.Measurements.Select(seed => seed.Layers)]);
        return new StudySection("Layers, and the seam between the copies", LayerFigures.Text, figures.All) { Statements = [new(figures.Sentence, null)] };
    }

    private StudyStatement Statement(string other, string checkpoint, string held)
    {
        SeedsDifference gain = result.Gain(checkpoint, held);
        string verdict = gain.Verdict switch { Verdict.Better => "lower than", Verdict.Worse => "higher than", _ => "within noise of" };
        return new StudyStatement(Invariant($"The loss of the up-scaled model, trained on, is {verdict} that of {other}: {-gain.Mean:+0.0000;-0.0000} ± {gain.StandardError:0.0000}."), gain.Verdict);
    }

    private static string Spread(IReadOnlyList<double> values, string format) =>
        string.Create(CultureInfo.InvariantCulture, $"{values.Average().ToString(format, CultureInfo.InvariantCulture)} ± {SeedsDifference.StandardDeviation(values).ToString(format, CultureInfo.InvariantCulture)}");

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
