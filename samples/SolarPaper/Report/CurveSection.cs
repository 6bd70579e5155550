using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Solar.Lab.Building;

namespace SolarPaper.Report;

/// <summary>How losses fell: the recovery of the up-scaled model, and each stage.</summary>
internal static class CurveSection
{
    private const string Base = "Base", Recovered = "SolarPretrained";

    /// <summary>All figures of the road, in the order of the page.</summary>
    public static IReadOnlyList<Figure> Figures(ReportInputs inputs) => [.. Scores(inputs), .. Recovery(inputs), .. Learning(inputs)];

    /// <summary>The means of six tests.</summary>
    public static IEnumerable<Figure> Scores(ReportInputs inputs)
    {
        (string, double, double?)[] bars = [.. inputs.Evaluations.Where(one => one.Value.Figures.Mean is not null)
            .Select(one => (one.Key, 100 * one.Value.Figures.Mean!.Value, 100 * one.Value.Figures.Mean!.StandardError))];
        return bars.Length == 0 ? [] : [new BarFigure("scores", "Mean of six tests, with its standard error", bars) { XTitle = "percent", Level = inputs.Subject.Chance is { } chance ? ("guessing", chance) : null }];
    }

    /// <summary>The up-scaled model's continued pretraining beside the base.</summary>
    public static IEnumerable<Figure> Recovery(ReportInputs inputs)
    {
        Figure[] measured = inputs.HeldOut.Count == 0 ? [] :
        [
            new BarFigure("held-out", "Held-out text before and after", [.. inputs.HeldOut.Select(one => (one.Name, one.BitsPerByte, (double?)null))])
            {
                XTitle = "bits a byte",
                Caption = $"Measured on {inputs.HeldOutFile}; less is better. What up-scaling costs, and what of it training has brought back.",
            },
        ];
        if (!inputs.Curves.TryGetValue(Recovered, out TrainingCurve? curve))
        {
            return measured;
        }

        IReadOnlyList<CurvePoint> held = inputs.Curves.GetValueOrDefault(Base)?.Evaluation ?? [];
        string said = held.Count == 0 || curve.Evaluation.Count == 0
            ? inputs.HeldOut.Count > 0 ? "" : "There is no loss on held-out text to hold it against."
            : string.Create(CultureInfo.InvariantCulture, $"On held-out text it ends at {curve.Evaluation[^1].Y:0.000}; the base had {held[^1].Y:0.000}, so it is {(curve.Evaluation[^1].Y <= held[^1].Y ? "back where the base was, and below" : "not yet back where the base was")}.");
        return
        [
            new LineFigure("recovery", "Recovery of the up-scaled model", [Curve.Of("held-out text", curve.Evaluation) with { HasMarkers = true }, Curve.Of("text that it learns from", curve.Training)])
            {
                Levels = held.Count > 0 ? [("the base on held-out text", held[^1].Y)] : [],
                Caption = $"Continued pretraining of SolarUpscaled. The first point is the loss before any update. {said}".TrimEnd(),
            },
            .. measured,
        ];
    }

    /// <summary>Each stage by itself.</summary>
    public static IEnumerable<Figure> Learning(ReportInputs inputs) =>
        inputs.Program.Things.Where(thing => inputs.Curves.ContainsKey(thing.Name)).Select(thing => Learning(thing, inputs.Curves[thing.Name]));

    private static LineFigure Learning(BuiltThing thing, TrainingCurve curve)
    {
        bool isAlignment = thing.What.StartsWith("align", StringComparison.Ordinal);
        return new LineFigure($"learning-{thing.Name}", thing.Name, [Curve.Of("training", curve.Training), Curve.Of("held-out text", curve.Evaluation) with { HasMarkers = true }])
        {
            IsSmall = true,
            YTitle = isAlignment ? "loss of the preference" : "loss (nats a token)",
            Caption = thing.What.Replace('_', ' '),
        };
    }
}
