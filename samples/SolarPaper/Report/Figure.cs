using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace SolarPaper.Report;

/// <summary>A point of a curve.</summary>
/// <param name="X">Such as tokens.</param>
/// <param name="Y">Such as a loss.</param>
internal sealed record CurvePoint(double X, double Y);

/// <summary>A curve: one run, or the runs of several seeds, of which the mean is drawn as a line and the least and the most as a band.</summary>
/// <param name="Name">What the legend calls it.</param>
/// <param name="Runs">The points of each run, by X; one run at least.</param>
internal sealed record Curve(string Name, IReadOnlyList<IReadOnlyList<CurvePoint>> Runs)
{
    /// <summary>Whether it stands for few measurements: markers, joined by a line.</summary>
    public bool HasMarkers { get; init; }

    /// <summary>The points of the mean: at the places of the first run from where all have begun; others between their points in a straight line, and at their last one beyond it.</summary>
    public IReadOnlyList<CurvePoint> Mean => [.. Places.Select(x => new CurvePoint(x, Runs.Average(run => At(run, x))))];

    /// <summary>At the same places the least and the most of the runs.</summary>
    public IReadOnlyList<(double X, double Least, double Most)> Band => [.. Places.Select(x => (x, Runs.Min(run => At(run, x)), Runs.Max(run => At(run, x))))];

    private IEnumerable<double> Places => Runs.All(run => run.Count > 0)
        ? Runs[0].Select(point => point.X).Where(x => Runs.All(run => x >= run[0].X))
        : [];

    /// <summary>A curve of one run.</summary>
    public static Curve Of(string name, IReadOnlyList<CurvePoint> points) => new(name, [points]);

    private static double At(IReadOnlyList<CurvePoint> run, double x)
    {
        int after = 0;
        while (after < run.Count - 1 && run[after].X < x)
        {
            after++;
        }

        if (run[after].X <= x || after == 0)
        {
            return run[after].Y;
        }

        (CurvePoint left, CurvePoint right) = (run[after - 1], run[after]);
        return left.Y + ((right.Y - left.Y) * (x - left.X) / (right.X - left.X));
    }
}

/// <summary>Something that is drawn.</summary>
/// <param name="Name">Stem of its files: letters, digits and hyphens.</param>
/// <param name="Title">What stands above it.</param>
internal abstract record Figure(string Name, string Title)
{
    /// <summary>What stands below it in the report; empty for nothing.</summary>
    public string Caption { get; init; } = "";

    /// <summary>The picture in words, for whoever does not see it.</summary>
    public string Alt => $"{Title}. {Said}";

    /// <summary>What is to be seen.</summary>
    protected abstract string Said { get; }

    /// <summary>A figure in words.</summary>
    protected static string Number(double value) => value.ToString("0.###", CultureInfo.InvariantCulture);
}

/// <summary>Curves, and levels across them.</summary>
/// <param name="Name">Stem of its files.</param>
/// <param name="Title">What stands above it.</param>
/// <param name="Curves">The curves; those without points are left out.</param>
internal sealed record LineFigure(string Name, string Title, IReadOnlyList<Curve> Curves) : Figure(Name, Title)
{
    public string XTitle { get; init; } = "tokens trained on";

    public string YTitle { get; init; } = "loss (nats a token)";

    /// <summary>Lines across, such as the base's loss.</summary>
    public IReadOnlyList<(string Name, double Y)> Levels { get; init; } = [];

    /// <summary>Whether it is one of many that stand side by side.</summary>
    public bool IsSmall { get; init; }

    protected override string Said => string.Join(' ', Curves.Where(curve => curve.Mean.Count > 0).Select(curve =>
            $"{curve.Name}: from {Number(curve.Mean[0].Y)} to {Number(curve.Mean[^1].Y)}{(curve.Runs.Count > 1 ? $" over {curve.Runs.Count} seeds" : "")}.")
        .Concat(Levels.Select(level => $"{level.Name}: {Number(level.Y)}.")));
}

/// <summary>Bars beside each other, each with its error.</summary>
/// <param name="Name">Stem of its files.</param>
/// <param name="Title">What stands above it.</param>
/// <param name="Bars">The bars, from the top: their names, values and errors, null where there is none.</param>
internal sealed record BarFigure(string Name, string Title, IReadOnlyList<(string Name, double Value, double? Error)> Bars) : Figure(Name, Title)
{
    public string XTitle { get; init; } = "loss (nats a token)";

    /// <summary>A line through them, such as the base's loss; null for none.</summary>
    public (string Name, double Value)? Level { get; init; }

    protected override string Said => string.Join(' ', Bars.Select(bar => $"{bar.Name}: {Number(bar.Value)}{(bar.Error is { } error ? $" ± {Number(error)}" : "")}."));
}

/// <summary>Values of pairs as colours, such as the angular distance of layers.</summary>
/// <param name="Name">Stem of its files.</param>
/// <param name="Title">What stands above it.</param>
/// <param name="Labels">Of rows and columns.</param>
/// <param name="Values">The values, by row and column; one that is no number is left empty.</param>
internal sealed record HeatFigure(string Name, string Title, IReadOnlyList<string> Labels, double[,] Values) : Figure(Name, Title)
{
    public string XTitle { get; init; } = "after layer";

    public string YTitle { get; init; } = "after layer";

    protected override string Said
    {
        get
        {
            double[] known = [.. Values.Cast<double>().Where(double.IsFinite)];
            return known.Length == 0 ? "Nothing is known." : $"{Labels.Count} rows and columns, values from {Number(known.Min())} to {Number(known.Max())}.";
        }
    }
}

/// <summary>How far what each layer of an up-scaled model is handed lies from what it was used to, before and after training on.</summary>
/// <param name="Name">Stem of its files.</param>
/// <param name="Title">What stands above it.</param>
/// <param name="Before">For the input of each layer, and last of the final norm.</param>
/// <param name="After">The same after training; empty where it is not known.</param>
/// <param name="Seam">The layer, 0-based, with which the upper copy begins.</param>
internal sealed record SeamFigure(string Name, string Title, IReadOnlyList<double> Before, IReadOnlyList<double> After, int Seam) : Figure(Name, Title)
{
    public string YTitle { get; init; } = "distance from what the layer was used to";

    protected override string Said => $"At the seam, the input of layer {Seam}: {Number(Before[Seam])} before{(After.Count > Seam ? $", {Number(After[Seam])} after" : "")}.";

    /// <summary>The same as curves.</summary>
    public LineFigure Lines => new(Name, Title, [Curve("before training", Before, false), Curve("after training", After, true)]) { XTitle = "input of layer", YTitle = YTitle, Caption = Caption };

    private static Curve Curve(string name, IReadOnlyList<double> jumps, bool isLine) =>
        new(name, [[.. jumps.Select((jump, i) => new CurvePoint(i, jump))]]) { HasMarkers = !isLine };
}
