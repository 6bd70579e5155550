using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Solar.Lab.Inspection;
using SolarPaper.Declared;
using SolarPaper.Report;

namespace SolarPaper.Layers;

/// <summary>What layers do, as figures: the mean of one run or several.</summary>
/// <param name="runs">The runs.</param>
internal sealed class LayerFigures(IReadOnlyList<LayerMeasurement> runs)
{
    private static readonly int Seam = SolarUpscaled.LayerCount / 2;

    /// <summary>How it is to be read.</summary>
    public const string Text =
        "How far blocks of layers turn what goes through them (angular distance of input and output, 0.5 is a right angle): of the base, of the up-scaled model, and of it trained on; a row is the input of the first of its layers, a column that of the layer behind the last. And how far what each layer of the up-scaled model is handed lies from what the same layer is handed in the base.";

    /// <summary>The seam's jump in a sentence.</summary>
    public string Sentence => string.Create(
        CultureInfo.InvariantCulture,
        $"At the seam, what layer {Seam} is handed, the first of the upper copy, lies {Jumps(run => run.JumpsBefore)[Seam]:0.000} from what it was used to before training, and {Jumps(run => run.JumpsAfter)[Seam]:0.000} after it.");

    /// <summary>The seam's jump, and the distances before and after.</summary>
    public IReadOnlyList<Figure> All =>
    [
        new SeamFigure("seam", "The seam's jump", Jumps(run => run.JumpsBefore), Jumps(run => run.JumpsAfter), Seam) { YTitle = "distance from what the layer was used to" },
        Heat("angular-distance", "Angular distance: the base", run => run.Base),
        Heat("angular-distance-upscaled", "Angular distance: up-scaled, before it is trained on", run => run.Upscaled),
        Heat("angular-distance-trained", "Angular distance: up-scaled, and trained on", run => run.Trained),
    ];

    private double[] Jumps(Func<LayerMeasurement, IReadOnlyList<LayerJump>> of) =>
        [.. of(runs[0]).Select((_, layer) => runs.Average(run => of(run)[layer].Distance))];

    private HeatFigure Heat(string name, string title, Func<LayerMeasurement, double[][]> of)
    {
        int layers = of(runs[0]).Length;
        var values = new double[layers + 1, layers + 1];
        for (int first = 0; first <= layers; first++)
        {
            for (int end = 0; end <= layers; end++)
            {
                values[first, end] = end > first ? runs.Average(run => of(run)[first][end - first - 1]) : double.NaN;
            }
        }

        return new HeatFigure(name, title, [.. Enumerable.Range(0, layers + 1).Select(layer => layer.ToString(CultureInfo.InvariantCulture))], values)
        {
            XTitle = "input of layer",
            YTitle = "input of layer",
        };
    }
}
