using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;

namespace SolarPaper.Recovery;

/// <summary>Draws losses by tokens as an SVG picture.</summary>
internal static class LossCurvesSvg
{
    private const int Width = 720, Height = 420, Left = 56, Right = 150, Top = 40, Bottom = 48;
    private static readonly string[] Colours = ["#1b6ca8", "#c8553d", "#6a8d3f", "#7d5ba6"];

    /// <summary>The picture.</summary>
    /// <param name="curves">What is drawn.</param>
    /// <param name="baseLoss">A line across.</param>
    /// <param name="most">Losses above it are cut off.</param>
    public static string Draw(IReadOnlyList<RecoveryCurve> curves, double baseLoss, double most)
    {
        double least = Math.Floor((baseLoss - 0.02) * 10) / 10, tokens = curves.Max(curve => curve.Points[^1].Tokens);
        double X(double value) => Left + (value / tokens * (Width - Left - Right));
        double Y(double loss) => Top + ((most - Math.Min(loss, most)) / (most - least) * (Height - Top - Bottom));

        var svg = new StringBuilder();
        Line(svg, $"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{Width}\" height=\"{Height}\" viewBox=\"0 0 {Width} {Height}\" font-family=\"sans-serif\" font-size=\"12\">");
        Line(svg, $"<rect width=\"100%\" height=\"100%\" fill=\"white\"/>");
        Line(svg, $"<text x=\"{Left}\" y=\"22\" font-size=\"14\">Loss on held-out text of the base</text>");
        for (double loss = least; loss <= most + 1e-9; loss += 0.1)
        {
            Line(svg, $"<line x1=\"{Left}\" x2=\"{Width - Right}\" y1=\"{Y(loss):0.0}\" y2=\"{Y(loss):0.0}\" stroke=\"#e4e4e4\"/>");
            Line(svg, $"<text x=\"{Left - 8}\" y=\"{Y(loss) + 4:0.0}\" text-anchor=\"end\" fill=\"#555\">{loss:0.0}</text>");
        }

        for (double at = 0; at <= tokens; at += 200_000)
        {
            Line(svg, $"<text x=\"{X(at):0.0}\" y=\"{Height - Bottom + 18}\" text-anchor=\"middle\" fill=\"#555\">{at / 1000:0}k</text>");
        }

        Line(svg, $"<text x=\"{X(tokens / 2):0.0}\" y=\"{Height - 10}\" text-anchor=\"middle\" fill=\"#555\">tokens trained on</text>");
        Line(svg, $"<line x1=\"{Left}\" x2=\"{Width - Right}\" y1=\"{Y(baseLoss):0.0}\" y2=\"{Y(baseLoss):0.0}\" stroke=\"#222\" stroke-dasharray=\"5 4\"/>");

        // Names stand beside the ends of their curves, and not upon each other.
        List<(double Y, string Text, string Colour)> names = [(Y(baseLoss), "base, 5 layers", "#222")];
        for (int i = 0; i < curves.Count; i++)
        {
            RecoveryCurve curve = curves[i];
            string points = string.Join(' ', curve.Points.Where(point => point.Loss <= most).Select(point => Number(X(point.Tokens)) + "," + Number(Y(point.Loss))));
            Line(svg, $"<polyline points=\"{points}\" fill=\"none\" stroke=\"{Colours[i]}\" stroke-width=\"2\"/>");
            string name = curve.End > most ? $"{curve.Name}: {Number(curve.End)}, above" : $"{curve.Name}, {curve.Layers} layers";
            names.Add((Y(curve.End), name, Colours[i]));
        }

        double free = Height - Bottom + 14;
        foreach ((double y, string text, string colour) in names.OrderByDescending(name => name.Y))
        {
            double placed = Math.Min(y + 4, free);
            free = placed - 15;
            Line(svg, $"<text x=\"{Width - Right + 8}\" y=\"{placed:0.0}\" fill=\"{colour}\">{text}</text>");
        }

        Line(svg, $"</svg>");
        return svg.ToString();
    }

    private static string Number(double value) => value.ToString("0.0", CultureInfo.InvariantCulture);

    private static void Line(StringBuilder svg, FormattableString text) => svg.Append(text.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
