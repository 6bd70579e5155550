using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using ScottPlot;
using ScottPlot.TickGenerators;

namespace SolarPaper.Report;

/// <summary>Draws figures as plots.</summary>
internal static class FigureDrawing
{
    private const int InsideAtMost = 4, RightMargin = 16;

    /// <summary>The plot of a figure.</summary>
    public static Plot Draw(Figure figure)
    {
        InterFont.Use();
        var plot = new Plot();
        plot.FigureBackground.Color = Color.FromHex(Palette.Paper);
        plot.DataBackground.Color = Color.FromHex(Palette.Paper);
        plot.Axes.Color(Color.FromHex(Palette.Muted));
        plot.Grid.MajorLineColor = Color.FromHex(Palette.Rule);
        plot.Axes.Top.IsVisible = false;
        plot.Axes.Right.FrameLineStyle.Width = 0;
        plot.Axes.Right.MinimumSize = RightMargin;
        plot.Axes.Title.Label.Text = figure.Title;
        plot.Axes.Title.Label.ForeColor = Color.FromHex(Palette.Ink);
        plot.Axes.Title.Label.FontSize = figure is LineFigure { IsSmall: true } ? 13 : 15;
        foreach (IAxis axis in (IAxis[])[plot.Axes.Bottom, plot.Axes.Left])
        {
            axis.MinorTickStyle.Length = 0;
            axis.FrameLineStyle.Color = Color.FromHex(Palette.Muted);
            axis.TickLabelStyle.FontSize = 11;
        }

        switch (figure)
        {
            case LineFigure lines:
                Lines(plot, lines);
                break;
            case SeamFigure seam:
                Lines(plot, seam.Lines);
                Seam(plot, seam.Seam);
                break;
            case BarFigure bars:
                Bars(plot, bars);
                break;
            case HeatFigure heat:
                Heat(plot, heat);
                break;
            default:
                throw new ArgumentException($"Nobody knows how to draw {figure.GetType().Name}.", nameof(figure));
        }

        plot.Font.Set(InterFont.Family);
        return plot;
    }

    /// <summary>Width and height of a figure, in pixels of a page.</summary>
    public static (int Width, int Height) Size(Figure figure) => figure switch
    {
        LineFigure { IsSmall: true } => (400, 270),
        LineFigure => (820, 420),
        SeamFigure => (820, 340),
        BarFigure bars => (820, 90 + (30 * bars.Bars.Count)),
        HeatFigure => (560, 500),
        _ => (600, 400),
    };

    private static void Lines(Plot plot, LineFigure figure)
    {
        Titles(plot, figure.XTitle, figure.YTitle);
        Curve[] curves = [.. figure.Curves.Where(curve => curve.Mean.Count > 0)];
        for (int i = 0; i < curves.Length; i++)
        {
            if (curves[i].Runs.Count > 1)
            {
                var band = plot.Add.FillY([.. curves[i].Band.Select(at => (at.X, at.Least, at.Most))]);
                band.FillColor = Palette.Line(i).WithAlpha(0.18);
                band.LineWidth = band.MarkerSize = 0;
            }

            var line = plot.Add.Scatter(curves[i].Mean.Select(point => new Coordinates(point.X, point.Y)).ToArray(), Palette.Line(i));
            line.LegendText = curves[i].Name;
            line.LineWidth = 2;
            line.MarkerShape = Palette.Shape(i);
            line.MarkerSize = curves[i].HasMarkers || curves[i].Mean.Count == 1 ? 7 : 0;
        }

        foreach ((string name, double y) in figure.Levels)
        {
            var level = plot.Add.HorizontalLine(y, 1f, Color.FromHex(Palette.Ink));
            level.LegendText = name;
        }

        double[] ys = [.. curves.SelectMany(curve => curve.Band).SelectMany(at => (double[])[at.Least, at.Most]), .. figure.Levels.Select(level => level.Y)];
        double[] xs = [.. curves.SelectMany(curve => curve.Mean).Select(point => point.X)];
        if (xs.Length > 0)
        {
            (double left, double right) = Around(xs, 0.02);
            (double bottom, double top) = Around(ys, 0.06);
            plot.Axes.SetLimits(left, right, bottom, top);
        }

        if (curves.Length + figure.Levels.Count > InsideAtMost)
        {
            Legend(plot, plot.ShowLegend(Edge.Right).Legend);
        }
        else if (curves.Length + figure.Levels.Count > 1)
        {
            Legend(plot, plot.ShowLegend(Alignment.UpperRight));
        }
        else
        {
            plot.HideLegend();
        }
    }

    private static void Seam(Plot plot, int seam)
    {
        var mark = plot.Add.VerticalLine(seam, 1f, Color.FromHex(Palette.Ink));
        mark.LegendText = "seam";
    }

    private static void Bars(Plot plot, BarFigure figure)
    {
        Titles(plot, figure.XTitle, "");
        plot.Add.Bars(figure.Bars.Select((bar, i) => new Bar
        {
            Position = -i,
            Value = bar.Value,
            Error = bar.Error ?? 0,
            ErrorSize = bar.Error is null ? 0 : 0.3,
            FillColor = Palette.Line(0),
            LineWidth = 1.2f,
            LineColor = Color.FromHex(Palette.Ink),
            Size = 0.62,
            Orientation = Orientation.Horizontal,
        }).ToArray());
        foreach (((string _, double value, double? error), int i) in figure.Bars.Select((bar, i) => (bar, i)))
        {
            var text = plot.Add.Text(value.ToString("0.000", CultureInfo.InvariantCulture), value + (error ?? 0), -i);
            text.LabelAlignment = Alignment.MiddleLeft;
            text.LabelOffsetX = 5;
            text.LabelFontColor = Color.FromHex(Palette.Ink);
            text.LabelFontSize = 11;
        }

        if (figure.Level is { } level)
        {
            plot.Add.VerticalLine(level.Value, 1f, Color.FromHex(Palette.Ink));
            plot.Axes.Bottom.Label.Text = string.Create(CultureInfo.InvariantCulture, $"{figure.XTitle}; across: {level.Name}, {level.Value:0.000}");
        }

        plot.Axes.Left.TickGenerator = new NumericManual([.. figure.Bars.Select((_, i) => (double)-i)], [.. figure.Bars.Select(bar => bar.Name)]);
        plot.Axes.Left.MajorTickStyle.Length = 0;
        plot.Grid.YAxisStyle.IsVisible = false;
        double least = figure.Bars.Select(bar => bar.Value - (bar.Error ?? 0)).DefaultIfEmpty(0).Min(), most = figure.Bars.Select(bar => bar.Value + (bar.Error ?? 0)).DefaultIfEmpty(1).Max();
        plot.Axes.SetLimits(Math.Min(0, least), Math.Max(0, most) + ((Math.Max(0, most) - Math.Min(0, least)) * 0.12), 0.6 - figure.Bars.Count, 0.6);
    }

    private static void Heat(Plot plot, HeatFigure figure)
    {
        Titles(plot, figure.XTitle, figure.YTitle);
        int rows = figure.Values.GetLength(0), columns = figure.Values.GetLength(1);
        double[] known = [.. figure.Values.Cast<double>().Where(double.IsFinite)];
        (double least, double most) = known.Length == 0 ? (0, 1) : (Math.Min(0, known.Min()), Math.Max(known.Max(), 1e-9));
        var scale = new ScottPlot.Colormaps.Viridis();
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < columns; column++)
            {
                if (double.IsFinite(figure.Values[row, column]))
                {
                    // Half a hair wider than it is, lest the paper shine through between two.
                    var cell = plot.Add.Rectangle(column - 0.505, column + 0.505, -row - 0.505, -row + 0.505);
                    cell.FillColor = scale.GetColor((figure.Values[row, column] - least) / (most - least));
                    cell.LineWidth = 0;
                }
            }
        }

        int every = Math.Max(1, (int)Math.Ceiling(figure.Labels.Count / 16.0));
        int[] shown = [.. Enumerable.Range(0, figure.Labels.Count).Where(i => i % every == 0)];
        string[] labels = [.. shown.Select(i => figure.Labels[i])];
        plot.Axes.Bottom.TickGenerator = new NumericManual([.. shown.Select(i => (double)i)], labels);
        plot.Axes.Left.TickGenerator = new NumericManual([.. shown.Select(i => (double)-i)], labels);
        plot.HideGrid();
        plot.Axes.SetLimits(-0.5, columns - 0.5, 0.5 - rows, 0.5);
        IAxis bar = plot.Add.ColorBar(new Scale(scale, new ScottPlot.Range(least, most)), Edge.Right).Axis;
        bar.TickLabelStyle.ForeColor = bar.MajorTickStyle.Color = bar.FrameLineStyle.Color = Color.FromHex(Palette.Muted);
        bar.TickLabelStyle.FontSize = 11;
        bar.MinorTickStyle.Length = 0;
    }

    private static void Titles(Plot plot, string x, string y)
    {
        plot.Axes.Bottom.Label.Text = x;
        plot.Axes.Left.Label.Text = y;
        foreach (LabelStyle label in (LabelStyle[])[plot.Axes.Bottom.Label, plot.Axes.Left.Label])
        {
            label.FontSize = 12;
            label.Bold = false;
            label.ForeColor = Color.FromHex(Palette.Muted);
        }

        plot.Axes.Bottom.TickGenerator = new NumericAutomatic { LabelFormatter = Tick, TargetTickCount = 6 };
        plot.Axes.Left.TickGenerator = new NumericAutomatic { LabelFormatter = Tick };
    }

    private static void Legend(Plot plot, Legend legend)
    {
        legend.FontSize = 11;
        legend.FontColor = Color.FromHex(Palette.Ink);
        legend.BackgroundColor = Color.FromHex(Palette.Paper).WithAlpha(0.85);
        legend.OutlineColor = Color.FromHex(Palette.Rule);
        legend.ShadowColor = Colors.Transparent;
        plot.Legend.FontName = InterFont.Family;
    }

    private static string Tick(double value) => Math.Abs(value) switch
    {
        >= 1e6 => string.Create(CultureInfo.InvariantCulture, $"{value / 1e6:0.##}M"),
        >= 1e4 => string.Create(CultureInfo.InvariantCulture, $"{value / 1e3:0.##}k"),
        _ => value.ToString("0.###", CultureInfo.InvariantCulture),
    };

    private static (double Least, double Most) Around(IReadOnlyCollection<double> values, double margin)
    {
        (double least, double most) = (values.Min(), values.Max());
        double room = most > least ? (most - least) * margin : Math.Max(Math.Abs(most) * margin, 1e-6);
        return (least - room, most + room);
    }

    private sealed record Scale(IColormap Colormap, ScottPlot.Range Range) : IHasColorAxis
    {
        public ScottPlot.Range GetRange() => Range;
    }
}
